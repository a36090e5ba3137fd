declare module "*.wasm" {
  /** What .ci/bundle.mjs puts here for an entry: the file's bytes, an edge runtime's module, or nothing (slim). */
  const kernels: Uint8Array<ArrayBuffer> | WebAssembly.Module | undefined;
  export default kernels;
}
