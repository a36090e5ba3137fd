/** A power of two that brings entries whose squares would overflow or vanish near 1, where there are such; else 1. */
export function unitOf(data: Float64Array): number {
  let most = 0;
  for (let k = 0; k < data.length; k++) most = Math.max(most, Math.abs(data[k]));
  let scale = 1;
  while (most * scale > 1e100) scale /= 2;
  while (most > 0 && most * scale < 1e-100) scale *= 2;
  return scale;
}
