// Browsers solve the same cases to the same bits: main thread, Web Worker, and under a strict Content-Security-Policy.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { engines, install } from "./support/app.mjs";
import { BROWSERS, open } from "./support/browsers.mjs";
import { present, printed, same } from "./support/check.mjs";
import { serve } from "./support/server.mjs";

const { folder } = install();
cpSync(join(engines, "pages"), folder, { recursive: true });
const { report: reference } = printed(process.execPath, ["start.mjs"], { cwd: folder });
const server = await serve(folder);
after(() => server.close());

const visit = (browser, policy, mode) =>
  open(browser, `${server.address}/${policy}/page.html?mode=${mode}`, server.reported());

const SOLVED = [
  ["open", "main"],
  ["open", "worker"],
  ["open", "slim"],
  ["strict", "main"],
  ["strict", "worker"],
];

for (const browser of BROWSERS) {
  for (const [policy, mode] of SOLVED) {
    test(`${browser.name}, ${mode}, ${policy} policy`, async (t) => {
      if (!present(t, browser.name, browser.path)) return;
      const found = await visit(browser, policy, mode);
      assert.equal(found.error, undefined, JSON.stringify(found.error));
      same(t, found, reference);
    });
  }

  for (const mode of ["main", "worker", "ready"]) {
    test(`${browser.name}, ${mode}: a policy without 'wasm-unsafe-eval' gets the cure`, async (t) => {
      if (!present(t, browser.name, browser.path)) return;
      const { error } = await visit(browser, "closed", mode);
      assert.equal(error?.name, "InputError");
      assert.equal(error.code, "environment");
      assert.match(error.message, /under a Content-Security-Policy add 'wasm-unsafe-eval' to script-src/);
    });
  }
}

test("Chromium: solveAsync holds the page for no more than 50 ms, reports progress and stops when told", async (t) => {
  const [chromium] = BROWSERS;
  if (!present(t, chromium.name, chromium.path)) return;
  const load = loadavg()[0] / availableParallelism();
  if (load > 2 && process.env.CI !== "true")
    return t.skip(`others load the machine: ${load.toFixed(1)} processes a core`);
  // A loaded machine holds a page too; what the solve itself does, it does on every visit.
  for (let visits = 1; ; visits++) {
    const found = await visit(chromium, "open", "responsive");
    t.diagnostic(JSON.stringify(found));
    assert.equal(found.error, undefined, JSON.stringify(found.error));
    assert.equal(found.status, "converged");
    assert.equal(found.aborted, "aborted");
    assert.ok(found.iterations > 0 && found.seconds > 1);
    if (found.longTasks.length === 0) return;
    assert.ok(visits < 3, `main-thread tasks of ${found.longTasks.join(", ")} ms`);
  }
});
