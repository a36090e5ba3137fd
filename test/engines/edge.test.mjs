// examples/edge in workerd under load: 1,000 requests, 20 at a time, bad ones mixed in.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { Miniflare } from "miniflare";
import { install, root } from "./support/app.mjs";
import { workerModules } from "./support/workerd.mjs";

const { folder } = install();
const modules = await workerModules(root, 'export { default } from "./examples/edge/worker.ts";', {
  nodePaths: [join(folder, "node_modules")],
  tsconfigRaw: {},
});
const worker = new Miniflare({ modules, compatibilityDate: "2025-06-01" });
const address = new URL("fit", await worker.ready);
after(() => worker.dispose());
const subnewton = await import(join(folder, "node_modules/subnewton/build/dist/index.js"));

/** A seeded generator: requests are the same every run. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function goodRequest(k) {
  const next = generator(k + 1);
  const [rows, columns] = [40 + (k % 160), 2 + (k % 9)];
  const A = Array.from({ length: rows }, () => Array.from({ length: columns }, () => (next() - 0.5) / columns));
  const problem = ["exp", "cosh", "sinh"][k % 3];
  return { problem, A, b: A.map(() => 1 + next()), w: 0.1, options: { seed: k } };
}

const BAD = [
  (good) => [400, JSON.stringify({ ...good, b: good.b.slice(1) })],
  (good) => [400, JSON.stringify(good).slice(0, -7)],
  (good) => [400, JSON.stringify({ ...good, problem: "poisson" })],
  (good) => [400, JSON.stringify({ ...good, A: [...good.A, [null]] })],
  (good) => [400, JSON.stringify({ ...good, options: { method: "newton" } })],
  (good) => [
    413,
    JSON.stringify({ ...good, A: { rows: 1, columns: 1e9, indptr: [0, 0], indices: [], data: [] }, b: [1] }),
  ],
  () => [413, " ".repeat(2_100_000)],
];

/** What the same fit gives here, in Node. */
function expected({ problem, A, b, w, options }) {
  const regression = subnewton[`${problem}Regression`]({ A: subnewton.dense(A), b, w });
  return subnewton.solve(regression, { ...options, maxIterations: 100 });
}

/** One request on a connection of its own: workerd may close an idle one just as a busy client writes to it. */
function post(body) {
  return new Promise((resolve, reject) => {
    const call = request(address, { method: "POST", agent: false }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, answer: JSON.parse(text) });
    });
    call.once("error", reject);
    call.end(body);
  });
}

async function one(k) {
  const good = goodRequest(k);
  const [wanted, body] = k % 4 === 3 ? BAD[((k - 3) / 4) % BAD.length](good) : [200, JSON.stringify(good)];
  const { status, answer } = await post(body);
  assert.equal(status, wanted, `request ${k}: ${JSON.stringify(answer)}`);
  if (wanted !== 200) {
    assert.ok(answer.error.message.length > 10, `request ${k} has no reason`);
    return "refused";
  }
  const here = expected(good);
  assert.equal(answer.status, here.status);
  assert.deepEqual(answer.x, Array.from(here.x), `request ${k}`);
  return answer.success ? "fitted" : answer.status;
}

async function load(from, to) {
  const counts = {};
  let next = from;
  const client = async () => {
    while (next < to) {
      const outcome = await one(next++);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 20 }, client));
  return counts;
}

/** Resident megabytes of the workerd that this process started. */
function resident() {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      if (!/^Name:\s*workerd/m.test(status) || !new RegExp(`^PPid:\\s*${process.pid}$`, "m").test(status)) continue;
      return Number(/^VmRSS:\s*(\d+)/m.exec(status)[1]) / 1024;
    } catch {}
  }
  throw new Error("no workerd of ours is running");
}

// workerd's own heap settles only after some thousand requests, also for a Worker that does nothing with them. A leak of
// what a request brings would show all the same: the counted thousand bring over 60 MB of JSON.
const WARMING = 3000;
const GROWTH = 30;

test("1,000 requests, 20 at a time: every answer right or a 4xx with a reason, memory flat", async (t) => {
  const memory = [resident()];
  for (let k = 0; k < WARMING; k += 1000) {
    await load(0, 1000);
    memory.push(resident());
  }
  const before = resident();
  const counts = await load(0, 1000);
  memory.push(resident());
  t.diagnostic(
    `${JSON.stringify(counts)}, resident MB every 1,000 requests: ${memory.map((m) => m.toFixed(0)).join(" ")}`,
  );
  assert.equal(counts.refused, 250);
  assert.ok(counts.fitted > 700);
  assert.equal(
    Object.values(counts).reduce((a, b) => a + b),
    1000,
  );
  assert.ok(resident() - before < GROWTH, `${(resident() - before).toFixed(0)} MB more`);
});
