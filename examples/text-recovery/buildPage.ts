import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { makeCorpus } from "./corpus/corpus.js";

/** The experiment's, so that the page has its sentences. */
const SEED = 20240611;
const HERE = "examples/text-recovery/page/";

/** One HTML file with its script, its worker, the WebAssembly kernels and the sentences inside; `root` ends with a slash. */
export async function buildPage(root: string, output: string): Promise<void> {
  const [page, worker] = await Promise.all(
    ["main.ts", "worker.ts"].map(async (name) => {
      const { outputFiles } = await build({
        entryPoints: [`${root}${HERE}${name}`],
        bundle: true,
        minify: true,
        write: false,
        format: name === "main.ts" ? "esm" : "iife",
        target: "es2022",
        alias: { "subnewton/transformer": `${root}build/dist/transformer.js` },
        logLevel: "warning",
      });
      return outputFiles[0].text;
    }),
  );
  const read = (name: string): string => readFileSync(`${root}${HERE}${name}`, "utf8");
  const html = read("page.html")
    .replace("<!--STYLE-->", () => `<style>${read("style.css")}</style>`)
    .replace("<!--SCRIPTS-->", () => scripts(JSON.stringify(makeCorpus({ seed: SEED }).texts), worker, page));
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, html);
}

function scripts(corpus: string, worker: string, page: string): string {
  // Code and data that an HTML parser does not end early.
  const script = (attributes: string, text: string): string =>
    `<script ${attributes}>${text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--")}</script>`;
  return [
    script('id="corpus" type="application/json"', corpus),
    script('id="workerSource" type="text/plain"', worker),
    script('type="module"', page),
  ].join("\n");
}

/** The repository's root, of a file in build/examples/. */
export const rootOf = (url: string): string => fileURLToPath(new URL("../../", url));
