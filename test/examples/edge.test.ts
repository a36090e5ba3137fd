import { expect, it, vi } from "vitest";
import { fit } from "../../examples/edge/fit.js";
import { handle } from "../../examples/edge/handle.js";
import { LIMITS } from "../../examples/edge/limits.js";

const ask = async (body: string | object, use: typeof fit = fit) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await handle(new Request("http://localhost/fit", { method: "POST", body: text }), use);
  return { code: response.status, ...(await response.json()) };
};
const A = { rows: 3, columns: 2, indptr: [0, 1, 3, 4], indices: [0, 0, 1, 1], data: [1, 1, 0.5, 1] };
const good = { problem: "exp", A, b: [2, 3, 1.5] };

it("answers a fit", async () => {
  const answer = await ask({ ...good, options: { tolerance: 1e-10 } });
  expect(answer).toMatchObject({ code: 200, success: true, x: [expect.any(Number), expect.any(Number)] });
  expect(await ask({ ...good, A: [[1], [2]], b: [2, 3] })).toMatchObject({ code: 200, success: true });
});

it.each([
  ["not JSON", "{", 400, /not JSON/],
  ["no object", "[1]", 400, /request must be an object/],
  ["no such problem", { ...good, problem: "toString" }, 400, /one of exp, cosh, sinh/],
  ["a wrong length", { ...good, b: [1] }, 400, /b has 1 entries, 3 are needed/],
  ["a number that JSON has not", { ...good, b: [1, null, 2] }, 400, /b\[1\] is null, not a number/],
  ["a wrong index", { ...good, A: { ...A, indices: [0, 0, 7, 1] } }, 400, /indices\[2\] = 7 is outside 0\.\.1/],
  ["an unknown field", { ...good, c: 1 }, 400, /takes no c/],
  ["an option that is not served", { ...good, options: { maxSeconds: 9 } }, 400, /takes no maxSeconds/],
  ["a wrong option", { ...good, options: { tolerance: -1 } }, 400, /tolerance/],
  ["iterations that are no number", { ...good, options: { maxIterations: "x" } }, 400, /maxIterations/],
  ["too many columns", { ...good, A: { ...A, columns: 2_000_000_000 } }, 413, /columns, at most 200/],
  ["rows that are not there", { ...good, A: { ...A, rows: 2_000_000_000 } }, 400, /indptr has 4 entries/],
  ["a long body", " ".repeat(LIMITS.bodyBytes + 1), 413, /more than 2000000 bytes/],
])("refuses %s", async (_, body, code, message) => {
  const answer = await ask(body);
  expect(answer.code).toBe(code);
  expect(answer.error.message).toMatch(message);
});

it("refuses what plan() says is too large before it allocates", async () => {
  const rows = 4000;
  const indptr = Array.from({ length: rows + 1 }, () => 0);
  const before = vi.spyOn(WebAssembly.Memory.prototype, "grow");
  const limits = { ...LIMITS };
  LIMITS.planBytes = 100_000;
  const answer = await ask({
    problem: "exp",
    A: { rows, columns: 2, indptr, indices: [], data: [] },
    b: indptr.slice(1),
  });
  expect(before).not.toHaveBeenCalled();
  Object.assign(LIMITS, limits);
  expect(answer).toMatchObject({ code: 413, error: { code: "tooLarge" } });
  expect(answer.error.message).toMatch(/bytes of memory, at most 100000/);
});

it("a bug of ours is a 500 that tells nothing", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = await ask(good, () => {
    throw new TypeError("secret");
  });
  expect(log).toHaveBeenCalledOnce();
  expect(answer.code).toBe(500);
  expect(JSON.stringify(answer)).not.toContain("secret");
});

it("knows one address and one method", async () => {
  expect((await handle(new Request("http://localhost/"), fit)).status).toBe(404);
  expect((await handle(new Request("http://localhost/fit"), fit)).status).toBe(405);
});
