import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Paced } from "../../wasm/pace.js";
import { PANEL } from "../../wasm/panel.js";
import type { Curvature, RowForm } from "../session.js";
import { formCosts } from "./costs.js";
import { TILE } from "./layout.js";
import { outputRows } from "./outputRows.js";
import type { Point } from "./point.js";

/**
 * The Hessian on the null space of the held rows, with `lift` along them so that it is regular: P H P + lift Q'Q,
 * H = C'(P_f' diag(p) P_f + diag(w.w)) C + ridge I. As a sum over rows it is E' diag(D) E + ridge I with
 *
 *     E = [ (C - 1 mu') P ; C P ; Q ],   D = [ p ; w.w ; lift ],   mu = C'f:   2 m + d rows.
 *
 * max(p, 0) in place of p bounds it from above. C is never stored: rows are formed a tile at a time.
 */
export interface CurvatureForm {
  /** Needs p and mu at the current point; call at() first. */
  readonly rowForm: RowForm;
  /** Brings p and mu to the current point. */
  at(): Paced<Curvature>;
  /** The point or its mask have changed. */
  moved(): void;
  hvp(v: Vector, hv: Vector): Paced<void>;
  hessian(H: Vector): Paced<Curvature>;
  majorant(H: Vector): void;
}

export function curvatureForm(point: Point): CurvatureForm {
  const { model, parts, kernels, pace, A1, A2, loss, held } = point;
  const { p, f, mean, image, spare, mask, slope } = parts;
  const [m, d] = [A2.rows, A1.columns];
  const rows = 2 * m + d;
  const outputs = outputRows(point);
  const costs = formCosts(model);
  const hasRegulariser = model.w2.some((w) => w > 0);
  let known = false;
  let lift = 1;
  let signs: Curvature = { semidefinite: false, negativeRows: 0, negativeMass: 0 };

  const needed = () => {
    if (!parts.dense) throw new Error("this session was laid out without room for dense matrices");
    return parts.dense;
  };

  function* at(): Paced<Curvature> {
    if (known) return signs;
    loss.curvature(f.data, p.data);
    mean.data.fill(0);
    yield* point.backward(f, mean);
    let [negativeRows, below, all] = [0, 0, 0];
    for (let k = 0; k < m; k++) {
      const pk = p.data[k];
      all += Math.abs(pk) + model.w2[k];
      if (pk < 0) {
        negativeRows++;
        below -= pk;
      }
    }
    known = true;
    signs = { semidefinite: negativeRows === 0, negativeRows, negativeMass: all > 0 ? below / all : 0 };
    return signs;
  }

  /** D_r of row r of E, with p as it is. */
  const weight = (r: number): number => {
    if (r < m) return p.data[r];
    if (r < 2 * m) return model.w2[r - m];
    return r - 2 * m < held.rank ? lift : 0;
  };

  /** Forms rows list(from..to-1) of C P a tile at a time. */
  const tiles = (
    from: number,
    to: number,
    list: (k: number) => number,
    each: (tile: Vector, first: number, count: number) => void,
  ): void => {
    const { tile } = needed();
    for (let first = from; first < to; first += TILE) {
      const count = Math.min(TILE, to - first);
      outputs(count, (k) => list(first + k), tile);
      for (let k = 0; k < count && held.rank > 0; k++) held.project(tile.data.subarray(k * d, (k + 1) * d));
      each(tile, first, count);
    }
  };
  const centre = (row: Float64Array): void => {
    for (let j = 0; j < d; j++) row[j] -= mean.data[j];
  };

  /** H <- H + the Gram of a tile's rows with these weights. */
  const addGram = (tile: Vector, count: number, D: (k: number) => number, H: Vector, negative?: Vector): void => {
    const { weights, pack, depth } = needed();
    for (let k = 0; k < count; k++) weights.data[k] = D(k);
    const w = slice(weights, 0, count);
    kernels.dense.gram({ rows: count, columns: d, data: tile }, w, H, negative, depth, pack, 0, count);
  };

  /** What a row of C gives to its two rows of E: sums over the columns of the centred and of the plain row. */
  const eachPair = (from: number, to: number, give: (row: Float64Array, r: number) => void): void => {
    tiles(
      Math.min(from, m),
      Math.min(to, m),
      (k) => k,
      (tile, first, count) => {
        for (let k = 0; k < count; k++) {
          const row = tile.data.subarray(k * d, (k + 1) * d);
          if (hasRegulariser) give(row, m + first + k);
          centre(row);
          give(row, first + k);
        }
      },
    );
    const q = needed().tile.data.subarray(0, d);
    for (let r = Math.max(from, 2 * m); r < to && r - 2 * m < held.rank; r++) {
      held.vector(r - 2 * m, q);
      give(q, r);
    }
  };

  /** hv <- (E' diag(D) E + ridge I) v and Ev <- E v; without D the exact one. */
  function* product(v: Vector, hv: Vector, Ev: Vector | undefined, D?: Vector): Paced<void> {
    if (!D) yield* at();
    yield* point.forward(v, image);
    let centre = 0;
    for (let k = 0; k < m; k++) centre += f.data[k] * image.data[k];
    let sum = 0;
    for (let k = 0; k < m; k++) {
      const q = image.data[k];
      const r = (D ? D.data[k] : p.data[k]) * (q - centre);
      sum += r;
      spare.data[k] = r + (D ? D.data[m + k] : model.w2[k]) * q;
    }
    for (let k = 0; k < m; k++) spare.data[k] -= f.data[k] * sum;
    hv.data.fill(0);
    yield* point.backward(spare, hv);
    held.addAlong(v.data, lift, hv.data);
    for (let j = 0; j < d; j++) hv.data[j] += model.ridge * v.data[j];
    if (!Ev) return;
    for (let k = 0; k < m; k++) {
      Ev.data[k] = image.data[k] - centre;
      Ev.data[m + k] = image.data[k];
    }
    held.coordinates(v.data, Ev.data.subarray(2 * m));
  }

  const rowForm: RowForm = {
    ridge: model.ridge,
    step: parts.dense?.stepImage ?? slope,
    A: {
      rows,
      columns: d,
      // What a pass over E touches, in entries: the sketch sizes its blocks by it.
      nnz: rows,
      costs,
      gramRows: Math.max(1, Math.min(rows, 4 * TILE)),
      // Both rows that come from one of C are done with the first.
      diagonal(D, out, from = 0, to = rows) {
        eachPair(from, to, (row, r) => {
          const Dr = D.data[r];
          for (let j = 0; j < d; j++) out.data[j] += Dr * row[j] * row[j];
        });
      },
      rowNorms(D, out, from = 0, to = rows) {
        out.data.fill(0, Math.max(from, hasRegulariser ? 2 * m : m), to);
        eachPair(from, to, (row, r) => {
          let sum = 0;
          for (let j = 0; j < d; j++) sum += row[j] * row[j];
          out.data[r] = D.data[r] * sum;
        });
      },
      gramSample(list, weights, H, from, to) {
        const rowAt = (k: number): number => list.data[k];
        tiles(
          from,
          to,
          (k) => rowAt(k) % m,
          (tile, first, count) => {
            for (let k = 0; k < count; k++) {
              const r = rowAt(first + k);
              const row = tile.data.subarray(k * d, (k + 1) * d);
              if (r < m) centre(row);
              else if (r >= 2 * m) held.vector(r - 2 * m, row);
            }
            addGram(tile, count, (k) => weights.data[first + k], H);
          },
        );
      },
      projectedNormsAdd(D, X, out, from = 0, to = rows) {
        const { rowNorms } = needed();
        // Two passes over A1 and A2 a column of X serve all rows at once.
        if (from === 0) projectAll(X, rowNorms);
        for (let r = from; r < to; r++) out.data[r] += D.data[r] * rowNorms.data[r];
      },
    },
    *weights(out) {
      const found = yield* at();
      for (let r = 0; r < rows; r++) out.data[r] = Math.max(weight(r), 0);
      return found;
    },
    *negativeWeights(out) {
      yield* at();
      for (let r = 0; r < rows; r++) out.data[r] = Math.max(-weight(r), 0);
    },
    product: (v, hv, Ev, D) => product(v, hv, Ev, D),
  };

  /** norms_r <- |X'e_r|^2 */
  function projectAll(X: Vector, norms: Vector): void {
    const { panel } = needed();
    const y = slice(panel, 0, d);
    const along = slice(panel, d, 2 * d);
    norms.data.fill(0);
    for (let c = 0; c < PANEL; c++) {
      for (let j = 0; j < d; j++) y.data[j] = X.data[j * PANEL + c];
      held.coordinates(y.data, along.data);
      for (let k = 0; k < d; k++) norms.data[2 * m + k] += along.data[k] * along.data[k];
      held.project(y.data);
      let shift = 0;
      for (let j = 0; j < d; j++) shift += mean.data[j] * y.data[j];
      A1.multiply(y, parts.scratch);
      for (let i = 0; i < A1.rows; i++) parts.scratch.data[i] *= mask.data[i];
      A2.multiply(parts.scratch, image);
      for (let k = 0; k < m; k++) {
        const q = image.data[k];
        norms.data[k] += (q - shift) * (q - shift);
        norms.data[m + k] += q * q;
      }
    }
  }

  return {
    rowForm,
    at,
    moved() {
      known = false;
    },
    hvp: (v, hv) => product(v, hv, undefined),
    *hessian(H) {
      const { negative } = needed();
      const found = yield* at();
      H.data.fill(0);
      negative.data.fill(0);
      const block = (from: number, to: number): void =>
        tiles(
          from,
          to,
          (k) => k,
          (tile, first, count) => {
            if (hasRegulariser) addGram(tile, count, (k) => model.w2[first + k], H);
            for (let k = 0; k < count; k++) centre(tile.data.subarray(k * d, (k + 1) * d));
            addGram(tile, count, (k) => p.data[first + k], H, negative);
          },
        );
      yield* inSlices(pace, m, (hasRegulariser ? 2 : 1) * costs.gram, block, TILE);
      let sum = 0;
      for (let j = 0; j < d; j++) sum += H.data[j * (d + 1)];
      // Of the size of the rest, so that the factorisation's tests of pivots mean what they say.
      lift = sum / Math.max(1, d - held.rank) || 1;
      yield* inSlices(pace, held.rank, d * d, (from, to) => held.addSquare(from, to, lift, H.data), TILE);
      for (let k = 0; k < d * d; k++) H.data[k] -= negative.data[k];
      for (let j = 0; j < d; j++) H.data[j * (d + 1)] += model.ridge;
      return found;
    },
    majorant(H) {
      kernels.vector.axpy(1, needed().negative, H);
    },
  };
}
