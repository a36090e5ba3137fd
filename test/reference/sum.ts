/** Splits a into two halves of at most 26 bits whose sum is a (Veltkamp). */
function high(a: number): number {
  const t = 134217729 * a;
  return t - (t - a);
}

/** a b - p for p = fl(a b), exactly (Dekker). */
function productError(a: number, b: number, p: number): number {
  const ah = high(a);
  const bh = high(b);
  const al = a - ah;
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

/** A sum of products as if in twice the precision (Ogita, Rump, Oishi), its number of terms, and the sum of |terms|. */
export class Sum {
  terms = 0;
  size = 0;
  #high = 0;
  #low = 0;

  constructor(start?: number) {
    if (start !== undefined) this.add(start);
  }

  get value(): number {
    return this.#high + this.#low;
  }

  add(x: number): this {
    this.#put(x);
    this.terms++;
    this.size += Math.abs(x);
    return this;
  }

  addProduct(a: number, b: number): this {
    const p = a * b;
    this.#put(p);
    this.#low += productError(a, b, p);
    this.terms++;
    this.size += Math.abs(p);
    return this;
  }

  addProduct3(a: number, b: number, c: number): this {
    const p = a * b;
    const q = p * c;
    this.#put(q);
    this.#low += productError(p, c, q) + productError(a, b, p) * c;
    this.terms++;
    this.size += Math.abs(q);
    return this;
  }

  /** Counts a term's own sum of |terms| where it is larger than the term. */
  widen(size: number): this {
    this.size += size;
    return this;
  }

  #put(x: number): void {
    const s = this.#high + x;
    const part = s - this.#high;
    this.#low += this.#high - (s - part) + (x - part);
    this.#high = s;
  }
}
