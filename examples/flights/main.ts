import { mkdirSync, writeFileSync } from "node:fs";
import { loadFlights } from "./data.js";
import { percent, seconds, whole } from "./format.js";
import { reportPage } from "./report/page.js";
import { runStudy } from "./study.js";
import {
  iterationHeader,
  iterationLine,
  printData,
  printDesign,
  printHeader,
  printLoss,
  printResults,
  printStatus,
} from "./summary.js";
import { dim, print, show } from "./terminal.js";

const REPORT = "build/report.html";
const EVERY = 3;

const started = performance.now();
printHeader();
const flights = await loadFlights(reading());
printData(flights);

let lastIteration = "";
const study = runStudy(flights, {
  onDesign: (design) => {
    printDesign(design);
    printLoss();
    print(iterationHeader);
  },
  // Every iteration is shown, every third stays: the whole run fits a screen.
  onIteration: (record) => {
    lastIteration = iterationLine(record);
    if (record.iteration % EVERY > 0) return show(lastIteration);
    print(lastIteration);
    lastIteration = "";
  },
  onFit: (result) => {
    if (lastIteration) print(lastIteration);
    printStatus(result);
  },
  onPhase: (name) => show(dim(name)),
});
printResults(study);
show(dim("report"));
mkdirSync("build", { recursive: true });
writeFileSync(REPORT, await reportPage(study));
print(
  `${seconds((performance.now() - started) / 1000)} in all; plots, tables and the three losses explained: ${REPORT}`,
);
if (!study.result.success) process.exitCode = 1;

/** A line that counts up on a terminal, two lines in a pipe or a file. */
function reading(): (done: number, total: number) => void {
  let thirds = 0;
  return (done, total) => {
    const line = dim(`reading   ${whole(done)} of ${whole(total)} flights (${percent(done / total, 0)})`);
    show(line);
    const passed = Math.floor((3 * done) / total);
    if (!process.stdout.isTTY && passed > thirds && done < total) print(line);
    thirds = passed;
  };
}
