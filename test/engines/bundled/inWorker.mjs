const worker = new Worker(new URL("./fit.worker.mjs", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => fetch("report", { method: "POST", body: JSON.stringify(data) });
