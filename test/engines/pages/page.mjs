import { modes } from "./modes.mjs";

const mode = new URLSearchParams(location.search).get("mode");
let report;
try {
  report = await modes[mode]();
} catch (error) {
  report = { error: { name: error.name, code: error.code, message: String(error.message) } };
}
await fetch("report", { method: "POST", body: JSON.stringify(report) });
