import { vocabularyOf, wordsOf } from "../corpus/vocabulary.js";
import { curveIn } from "./curve.js";
import { element, make, numberIn, textIn } from "./elements.js";
import type { AttackSettings, FromWorker, ToWorker } from "./protocol.js";
import { type Target, targetOf, toggled, tokensOf } from "./sentence.js";

const query = new URLSearchParams(location.search);
const texts: string[] = JSON.parse(element("corpus").textContent ?? "[]").slice(
  0,
  Number(query.get("sentences") ?? 1000),
);
// The vocabulary is fixed when a model is trained, and grows with the sentences until then.
let vocabulary = vocabularyOf([...new Set(texts.flatMap(wordsOf))]);
let target: Target = targetOf(texts[0]);
/** The sentence under attack, as it was when the attack began. */
let attacked = target;
let trained = false;
let busy: "train" | "attack" | undefined;

const source = new Blob([element("workerSource").textContent ?? ""], { type: "text/javascript" });
const worker = new Worker(URL.createObjectURL(source));
const ask = (message: ToWorker): void => worker.postMessage(message);

let trainSteps = 0;
let attackSteps = 0;
let attackStarts = 1;
const trainCurve = curveIn(element<SVGSVGElement>("trainCurve"), "loss a token", () => trainSteps);
const attackCurve = curveIn(
  element<SVGSVGElement>("attackCurve"),
  "loss, sum over positions",
  () => attackSteps * attackStarts,
);

const say = (id: "trainStatus" | "attackStatus", text: string): void => {
  element(id).textContent = text;
};

function setBusy(what: typeof busy): void {
  busy = what;
  for (const id of ["train", "add", "load"]) element<HTMLButtonElement>(id).disabled = busy !== undefined;
  for (const id of ["attack", "save"]) element<HTMLButtonElement>(id).disabled = busy !== undefined || !trained;
  element<HTMLButtonElement>("cancelTrain").disabled = busy !== "train";
  element<HTMLButtonElement>("cancelAttack").disabled = busy !== "attack";
}

function drawSentences(): void {
  element("sentences").replaceChildren(
    ...texts.map((text) => {
      const button = make("button", "", text);
      button.type = "button";
      button.onclick = () => choose(text);
      return make("li", "", button);
    }),
  );
}

function choose(text: string): void {
  element<HTMLInputElement>("sentence").value = text;
  target = targetOf(text);
  drawWords();
}

function drawWords(): void {
  const { words, masked } = target;
  element("words").replaceChildren(
    ...words.map((word, at) => {
      const button = make("button", vocabulary.words.includes(word) ? "" : "unknown", word);
      button.setAttribute("aria-pressed", String(masked.has(at)));
      button.onclick = () => {
        target = toggled(target, at);
        drawWords();
      };
      return button;
    }),
  );
}

/** The sentence with what stands at its masked places now. */
function drawFound(tokens: readonly number[]): void {
  const guesses = [...attacked.masked].sort((a, b) => a - b);
  element("found").replaceChildren(
    ...attacked.words.flatMap((word, at) => {
      const k = guesses.indexOf(at);
      const blank = word === "." ? "" : " ";
      if (k < 0) return [blank, word];
      const guess = vocabulary.words[tokens[k]] ?? "?";
      return [blank, make("span", guess === word ? "right" : "guess", guess)];
    }),
  );
}

function textOf(tokens: readonly number[]): string {
  const guesses = [...attacked.masked].sort((a, b) => a - b);
  return attacked.words
    .map((word, at) => vocabulary.words[tokens[guesses.indexOf(at)]] ?? word)
    .join(" ")
    .replaceAll(" .", ".");
}

let lastLogged = "";

/** A row for the first step of a start and for each change of the text. */
function log(restart: number, step: number, loss: number, tokens: readonly number[]): void {
  const text = `${restart} ${tokens.join()}`;
  if (text === lastLogged) return;
  lastLogged = text;
  const cells = [restart + 1, step, textOf(tokens), loss.toFixed(2), (loss / (attacked.words.length - 1)).toFixed(2)];
  const row = make("tr", "", ...cells.map((cell) => make("td", "", String(cell))));
  element("log").append(row);
}

function beginTraining(): void {
  vocabulary = vocabularyOf([...new Set(texts.flatMap(wordsOf))]);
  drawWords();
  trainCurve.clear();
  trained = false;
  setBusy("train");
  ask({
    kind: "train",
    sentences: texts.map((text) => vocabulary.encode(text)),
    vocabulary: vocabulary.words.length,
    settings: { width: numberIn("width"), epochs: numberIn("epochs"), seed: numberIn("seed") },
  });
}

function beginAttack(): void {
  const found = tokensOf(target, vocabulary);
  if (typeof found === "string") {
    say("attackStatus", found);
    return;
  }
  attacked = target;
  attackCurve.clear();
  element("log").replaceChildren();
  lastLogged = "";
  attackSteps = numberIn("steps");
  attackStarts = numberIn("restarts");
  setBusy("attack");
  const settings: AttackSettings = {
    method: textIn("method") as AttackSettings["method"],
    steps: numberIn("steps"),
    restarts: numberIn("restarts"),
    refineTopK: numberIn("refine"),
    seed: numberIn("seed"),
    pause: numberIn("pause"),
  };
  ask({ kind: "attack", ...found, settings });
}

worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
  switch (data.kind) {
    case "trainStep":
      trainSteps = data.of;
      trainCurve.add(data.step, data.loss);
      return say("trainStatus", `Step ${data.step} of ${data.of}: loss ${data.loss.toFixed(3)} a token`);
    case "trained":
      trained = true;
      setBusy(undefined);
      return say(
        "trainStatus",
        `${data.cancelled ? "Cancelled; the model keeps what it learned" : "Trained"}: ${data.parameters} parameters.`,
      );
    case "attackStep":
      attackCurve.add(data.restart * attackSteps + data.step, data.loss);
      drawFound(data.tokens);
      log(data.restart, data.step, data.loss, data.tokens);
      return say("attackStatus", `Start ${data.restart + 1}, step ${data.step}: loss ${data.loss.toFixed(3)}`);
    case "attacked":
      setBusy(undefined);
      drawFound(data.tokens);
      return say("attackStatus", conclusion(data));
    case "saved":
      setBusy(undefined);
      return offer(data.file);
    case "failed":
      say(busy === "train" ? "trainStatus" : "attackStatus", data.message);
      return setBusy(undefined);
  }
};

function conclusion({ cancelled, success, loss, gradients }: Extract<FromWorker, { kind: "attacked" }>): string {
  if (cancelled) return `Cancelled after ${gradients} gradients.`;
  const verdict = success === undefined ? "Done (the truth is not known)" : success ? "Recovered" : "Not recovered";
  return `${verdict} after ${gradients} gradients; loss of these very words ${loss?.toFixed(3)}.`;
}

function offer(file: Blob): void {
  const link = make("a", "");
  link.href = URL.createObjectURL(file);
  link.download = "text-recovery.safetensors";
  link.click();
  say("trainStatus", `Saved ${file.size} bytes.`);
}

element("add").onclick = () => {
  const text = wordsOf(textIn("own")).join(" ").replaceAll(" .", ".");
  if (wordsOf(text).length < 2) return say("trainStatus", "A sentence of at least two words is needed.");
  texts.unshift(text);
  drawSentences();
  choose(text);
  say("trainStatus", "Added; train again, so that the model has seen it.");
};
element("train").onclick = beginTraining;
element("attack").onclick = beginAttack;
for (const id of ["cancelTrain", "cancelAttack"]) element(id).onclick = () => ask({ kind: "cancel" });
element("save").onclick = () => {
  setBusy("train");
  ask({ kind: "save" });
};
element<HTMLInputElement>("load").onchange = () => {
  const file = element<HTMLInputElement>("load").files?.[0];
  if (!file) return;
  setBusy("train");
  ask({ kind: "load", file, vocabulary: vocabulary.words.length });
};
element("sentence").oninput = () => {
  target = targetOf(textIn("sentence"));
  drawWords();
};
element("method").onchange = () => {
  element<HTMLInputElement>("steps").value = { mirror: "25", adam: "300", gcg: "12" }[textIn("method")] ?? "25";
};

drawSentences();
choose(texts[0]);
setBusy(undefined);
