import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT, writeRecord } from "../files.js";
import { listed, versions } from "../versions.js";
import { type Chapter, printChapter } from "./chapter.js";
import { contractionChapter } from "./contraction/chapter.js";
import { costChapter } from "./cost/chapter.js";
import { distanceChapter } from "./distance/chapter.js";
import { growthChapter } from "./growth/chapter.js";
import { theoremPage } from "./page.js";
import { successChapter } from "./success/chapter.js";

type Make = (quick: boolean, progress: (name: string) => void) => Chapter | Promise<Chapter>;

const CHAPTERS: Readonly<Record<string, Make>> = {
  a: contractionChapter,
  b: successChapter,
  c: growthChapter,
  d: costChapter,
  e: distanceChapter,
};

/** The names that `only` takes. */
export const TABLES = Object.keys(CHAPTERS);

/** The papers' claims as tables, or only some of them: printed, recorded, and plotted in one page. */
export async function runTheorem(quick: boolean, only: readonly string[] = TABLES): Promise<void> {
  const keys = TABLES.filter((key) => only.includes(key));
  if (keys.length === 0) return;
  console.log(`\nThe theorem, one thread\n${listed(versions())}`);
  const chapters: Chapter[] = [];
  const records: Record<string, object> = {};
  for (const key of keys) {
    const began = performance.now();
    const chapter = await CHAPTERS[key](quick, (name) => progress(key, name));
    progress();
    const seconds = (performance.now() - began) / 1000;
    printChapter(chapter);
    console.log(`${seconds.toFixed(1)} s`);
    const { title, findings, verdicts, record } = chapter;
    records[key] = { title, seconds, findings, verdicts, ...record };
    chapters.push(chapter);
  }
  // Some tables must not replace the record of all.
  const name = keys.length === TABLES.length ? "theorem" : `theorem-${keys.join("")}`;
  mkdirSync(OUTPUT, { recursive: true });
  const page = join(OUTPUT, `${name}.html`);
  writeFileSync(page, await theoremPage(chapters, versions(), quick));
  console.log(`\nreport: ${page}`);
  writeRecord(name, { versions: versions(), quick, tables: records });
}

/** What is being measured, on a terminal only: tables take minutes. */
function progress(key?: string, name?: string): void {
  if (process.stdout.isTTY) process.stdout.write(key ? `\r\x1b[K(${key}) ${name}` : "\r\x1b[K");
}
