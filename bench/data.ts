// Seeded data: the same numbers in every run, on every machine.

/** A stream of pseudo-random numbers. */
export interface Source {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** Arrays of a sparse matrix in compressed sparse rows. */
export interface CsrArrays {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly data: Float64Array;
}

/** Array of a dense matrix, row-major. */
export interface DenseArrays {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** mulberry32, with Box and Muller's pairs for the normal. */
export function source(seed: number): Source {
  let state = seed >>> 0;
  let spare = Number.NaN;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
}

/** n standard normals times `scale`. */
export function normals(n: number, from: Source, scale = 1): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = scale * from.normal();
  return out;
}

/** n uniform numbers on [low, high). */
export function uniforms(n: number, from: Source, low: number, high: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = low + (high - low) * from.uniform();
  return out;
}

/** rows x columns with `perRow` distinct sorted columns a row and normal entries times `scale`. */
export function sparseRows(rows: number, columns: number, perRow: number, from: Source, scale = 1): CsrArrays {
  const indptr = new Int32Array(rows + 1);
  const indices = new Int32Array(rows * perRow);
  const lastRow = new Int32Array(columns).fill(-1);
  for (let i = 0; i < rows; i++) {
    const start = i * perRow;
    for (let k = start; k < start + perRow; ) {
      const j = Math.floor(from.uniform() * columns);
      if (lastRow[j] === i) continue;
      lastRow[j] = i;
      indices[k++] = j;
    }
    indices.subarray(start, start + perRow).sort();
    indptr[i + 1] = start + perRow;
  }
  return { rows, columns, indptr, indices, data: normals(rows * perRow, from, scale) };
}

/** rows x columns of normals times `scale`. */
export function denseRows(rows: number, columns: number, from: Source, scale = 1): DenseArrays {
  return { rows, columns, data: normals(rows * columns, from, scale) };
}
