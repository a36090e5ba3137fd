// npm run text-recovery: makes the page and serves it on this machine; PORT chooses the port (default 8080).
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { buildPage, rootOf } from "./buildPage.js";

const root = rootOf(import.meta.url);
const page = `${root}build/examples/text-recovery.html`;
await buildPage(root, page);
const server = createServer((request, response) => {
  const found = request.url === "/" || request.url?.startsWith("/?");
  response.writeHead(found ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
  if (found) createReadStream(page).pipe(response);
  else response.end();
});
server.listen(Number(process.env.PORT ?? 8080), "localhost", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : address;
  console.log(
    `text recovery: http://localhost:${port}/ (Ctrl-C ends it; the file itself: build/examples/text-recovery.html)`,
  );
});
