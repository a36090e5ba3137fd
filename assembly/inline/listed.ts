// The row that an operation takes k-th: list_k, or k itself. `listed` is a constant where this is called, so that
// neither way tests it in its loop.
// @ts-ignore: decorator
@inline export function rowAt(listed: bool, list: usize, k: usize): usize {
  return listed ? <usize>load<u32>(list + (k << 2)) : k;
}
