declare module "*.wasm" {
  /** The file's bytes, inlined by the bundler. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
