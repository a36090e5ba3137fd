import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cases } from "../smoke/cases.mjs";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const engines = fileURLToPath(new URL("../", import.meta.url));
const npm = (folder, ...args) =>
  execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** An application in a temporary folder with the packed package installed as a user installs it; gone at exit. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), "subnewton-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const [{ filename, files }] = JSON.parse(
    npm(root, "pack", "--ignore-scripts", "--json", "--pack-destination", folder),
  );
  writeFileSync(join(folder, "package.json"), '{ "name": "app", "private": true, "type": "module" }\n');
  npm(folder, "install", "--offline", "--ignore-scripts", `./${filename}`);
  cpSync(join(engines, "smoke"), folder, { recursive: true });
  writeFileSync(join(folder, "instances.mjs"), `export const instances = ${JSON.stringify(instances())};\n`);
  return { folder, tarball: join(folder, filename), packed: files.map(({ path }) => path).sort() };
}

function instances() {
  const read = (file) => JSON.parse(readFileSync(join(root, "test/certified", `${file}.json`), "utf8"));
  return Object.fromEntries(cases.map(({ file }) => [file, slim(read(file))]));
}

/** An instance without the records of its certification. */
function slim({ test, solvers, solvers_Lb, verification_relerr, hess_test, ...instance }) {
  return instance;
}
