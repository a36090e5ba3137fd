import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const POLICY = "default-src 'none'; connect-src 'self'; worker-src 'self'; script-src 'self'";
/** Content-Security-Policy of everything under /open, /strict and /closed. */
const POLICIES = { open: undefined, strict: `${POLICY} 'wasm-unsafe-eval'`, closed: POLICY };
const TYPES = {
  ".html": "text/html",
  ".mjs": "text/javascript",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves a folder on loopback under each policy; `reported()` is what the next page posts. */
export async function serve(folder) {
  let arrived;
  const server = createServer(async (request, response) => {
    const [, policy, path] = /^\/(\w+)\/([^?]*)/.exec(request.url) ?? [];
    if (!(policy in POLICIES)) return response.writeHead(404).end();
    if (POLICIES[policy]) response.setHeader("Content-Security-Policy", POLICIES[policy]);
    if (/(^|\/)report$/.test(path)) return receive(request, response, arrived);
    const file = join(folder, normalize(path));
    const found = file.startsWith(folder) && (await stat(file).catch(() => undefined))?.isFile();
    if (!found) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const reported = () =>
    new Promise((resolve) => {
      arrived = resolve;
    });
  return { address: `http://127.0.0.1:${server.address().port}`, reported, close: () => server.close() };
}

async function receive(request, response, arrived) {
  let text = "";
  for await (const chunk of request) text += chunk;
  response.end();
  arrived?.(JSON.parse(text || "null"));
}
