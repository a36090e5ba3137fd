// The example's page in a real browser. Skipped by name where no Chromium is installed (apt-get install chromium).
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage } from "../../examples/text-recovery/buildPage.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const file = `${root}build/examples/text-recovery.html`;
const browserPath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));

describe.skipIf(!browserPath)("the page of text recovery, in Chromium (skipped where there is none)", () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    expect(existsSync(`${root}build/dist/transformer.js`), "run npm run build first").toBe(true);
    await buildPage(root, file);
    browser = await chromium.launch({
      executablePath: browserPath,
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    page = await browser.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    // A small model of few sentences: seconds, also where the machine is busy.
    await page.goto(`file://${file}?sentences=12`);
    await page.fill("#own", "Ada Turing once received cancer treatment at this hospital.");
    await page.click("#add");
    await page.selectOption("#width", "128");
    await page.selectOption("#pause", "0");
    await page.fill("#epochs", "150");
  });

  afterAll(async () => {
    await browser?.close();
  });

  const status = (id: string): Promise<string> => page.innerText(`#${id}`);
  const waitFor = (id: string, text: RegExp): Promise<unknown> =>
    page.waitForFunction(
      ([where, pattern]) => new RegExp(pattern).test(document.getElementById(where)?.textContent ?? ""),
      [id, text.source] as const,
      { timeout: 50_000 },
    );

  it("has no way to attack before a model is trained", async () => {
    expect(await page.isDisabled("#attack")).toBe(true);
    expect(await page.locator("#sentences li").count()).toBe(13);
  });

  it("trains, with a falling curve", async () => {
    await page.click("#train");
    expect(await page.isDisabled("#train")).toBe(true);
    await waitFor("trainStatus", /^Trained: \d+ parameters/);
    const heights = (await page.getAttribute("#trainCurve polyline", "points"))!
      .split(" ")
      .map((point) => Number(point.split(",")[1]));
    expect(heights.length).toBeGreaterThan(40);
    // SVG's y grows downwards.
    expect(heights.at(-1)!).toBeGreaterThan(heights[0] + 50);
  });

  it("finds the names of the sentence that was typed, step by step", async () => {
    expect(await page.inputValue("#sentence")).toMatch(/^Ada Turing once/);
    expect(await page.locator('#words button[aria-pressed="true"]').allInnerTexts()).toEqual(["Ada", "Turing"]);
    await page.click("#attack");
    await waitFor("attackStatus", /^(Recovered|Not recovered) after \d+ gradients/);
    expect(await status("attackStatus")).toMatch(/^Recovered after 100 gradients/);
    expect(await page.locator("#found .right").allInnerTexts()).toEqual(["Ada", "Turing"]);
    expect(await page.locator("#log tr").count()).toBeGreaterThan(4);
    const points = (await page.getAttribute("#attackCurve polyline", "points"))!.split(" ");
    expect(points.length).toBeGreaterThan(90);
  });

  it("masks what is clicked, and refuses words in sight that the model never saw", async () => {
    await page.fill("#sentence", "Ada Turing once received tea at this hospital.");
    await page.click("#attack");
    expect(await status("attackStatus")).toMatch(/never seen "tea"/);
    await page.click('#words button:has-text("tea")');
    await page.fill("#restarts", "1");
    await page.click("#attack");
    await waitFor("attackStatus", /^Done \(the truth is not known\) after 25 gradients/);
    expect(await page.locator("#found span").count()).toBe(3);
  });

  it("stops when told to, and goes on to the next", async () => {
    await page.click("#sentences li:nth-child(2) button");
    await page.selectOption("#method", "adam");
    await page.fill("#steps", "100000");
    await page.click("#attack");
    await page.waitForFunction(() => document.querySelectorAll("#log tr").length > 0);
    await page.click("#cancelAttack");
    await waitFor("attackStatus", /^Cancelled after \d+ gradients/);
    await page.selectOption("#method", "gcg");
    await page.click("#attack");
    await waitFor("attackStatus", /ecovered after \d+ gradients/);
  });

  it("cancels a training and keeps what was learned", async () => {
    await page.fill("#epochs", "500");
    await page.click("#train");
    await waitFor("trainStatus", /^Step [2-9]/);
    await page.click("#cancelTrain");
    await waitFor("trainStatus", /^Cancelled; the model keeps/);
    expect(await page.isDisabled("#attack")).toBe(false);
  });

  it("saves a checkpoint and reads it again", async () => {
    const coming = page.waitForEvent("download");
    await page.click("#save");
    const saved = await (await coming).path();
    await page.setInputFiles("#load", saved);
    await waitFor("trainStatus", /^Trained: \d+ parameters/);
    await page.setInputFiles("#load", { name: "wrong.safetensors", mimeType: "", buffer: Buffer.from("PK nonsense") });
    await waitFor("trainStatus", /not a safetensors file/);
  });

  it("had nothing to complain about", () => {
    expect(complaints).toEqual([]);
  });
});
