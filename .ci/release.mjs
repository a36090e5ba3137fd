// `npm run release` checks everything that a release needs and leaves the tarball in build/; `npm run release -- --publish`
// publishes it, with provenance, from a CI that can sign for it.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";

const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });
const text = (command, ...args) => execFileSync(command, args, { encoding: "utf8" }).trim();
const described = JSON.parse(readFileSync("package.json", "utf8"));
const publish = process.argv.includes("--publish");

function need(holds, what) {
  if (holds) return;
  console.error(`release: ${what}`);
  process.exit(1);
}

need(text("git", "status", "--porcelain") === "", "commit or remove what git status shows");
const heading = readFileSync("CHANGELOG.md", "utf8").match(/^## (.*)$/m)?.[1] ?? "";
need(
  heading.startsWith(described.version),
  `CHANGELOG.md begins with "${heading}", the package is ${described.version}`,
);
need(!publish || !/unreleased/.test(heading), "CHANGELOG.md calls the version unreleased");
need(!publish || described.repository, "package.json needs its repository: provenance names it");

rmSync("build", { recursive: true, force: true });
run("npm", "ci");
run("npm", "test");
run("npm", "run", "--silent", "lint");
run("npm", "run", "--silent", "test:engines");
run("npm", "run", "--silent", "sizes");
run("npm", "pack", "--ignore-scripts", "--pack-destination", "build");
const tarball = `build/${described.name}-${described.version}.tgz`;
if (publish) run("npm", "publish", "--provenance", `./${tarball}`);
else console.log(`${tarball} is ready; npm run release -- --publish publishes it`);
