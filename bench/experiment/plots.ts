import type { ExperimentStep } from "subnewton/transformer";
import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "../../examples/flights/report/render.js";
import { BLUE, GREEN, ORANGE, RED, VIOLET } from "../theorem/colours.js";
import type { Onset } from "./comparison.js";

/** A curve of success against gradients, with its band. */
export interface Curve {
  readonly name: string;
  readonly steps: readonly ExperimentStep[];
}

const WIDTH = 720;
const COLOURS = [BLUE, ORANGE, GREEN, VIOLET, RED];

/** SVG for a page of unknown background: grey where the theme would take the page's colour. */
async function svg(spec: TopLevelSpec, description: string): Promise<string> {
  return (await renderSvg(spec, description)).replaceAll("currentColor", "#808080");
}

/** The paper's Figure 3: greatest, mean and least loss above, success rate with Wilson's band below. */
export function figureThree(steps: readonly ExperimentStep[], title: string): Promise<string> {
  const losses = steps.flatMap(({ step, loss }) =>
    (["max", "mean", "min"] as const).map((which) => ({ step, which, loss: loss[which] })),
  );
  const rates = steps.map(({ step, success }) => ({ step, ...success }));
  const x = { field: "step", type: "quantitative" as const, title: "gradient steps", scale: { nice: false } };
  const rate = { type: "quantitative" as const, title: "success rate", scale: { domain: [0, 1] } };
  const spec: TopLevelSpec = {
    title,
    vconcat: [
      {
        width: WIDTH,
        height: 200,
        data: { values: losses },
        mark: { type: "line", strokeWidth: 2 },
        encoding: {
          x: { ...x, title: null },
          y: { field: "loss", type: "quantitative", title: "loss, sum over positions (nats)" },
          color: {
            field: "which",
            type: "nominal",
            scale: { domain: ["max", "mean", "min"], range: [RED, BLUE, GREEN] },
          },
        },
      },
      {
        width: WIDTH,
        height: 160,
        data: { values: rates },
        layer: [
          {
            mark: { type: "area", opacity: 0.25, color: BLUE },
            encoding: { x, y: { ...rate, field: "low" }, y2: { field: "high" } },
          },
          { mark: { type: "line", strokeWidth: 2, color: BLUE }, encoding: { x, y: { ...rate, field: "rate" } } },
        ],
      },
    ],
  };
  return svg(spec, title);
}

/** Success against gradients, all methods, the gradients on a log scale. */
export function comparisonPlot(curves: readonly Curve[]): Promise<string> {
  const values = curves.flatMap(({ name, steps }) =>
    steps.filter(({ step }) => step > 0).map(({ step, success }) => ({ name, step, ...success })),
  );
  const names = curves.map(({ name }) => name);
  const x = {
    field: "step",
    type: "quantitative" as const,
    scale: { type: "log" as const, nice: false },
    title: "gradients an attack, one start",
  };
  const y = { type: "quantitative" as const, title: "success rate", scale: { domain: [0, 1] } };
  const color = {
    field: "name",
    type: "nominal" as const,
    scale: { domain: names, range: COLOURS.slice(0, names.length) },
  };
  return svg(
    {
      width: WIDTH,
      height: 260,
      data: { values },
      layer: [
        {
          mark: { type: "area", opacity: 0.18 },
          encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
        },
        { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y: { ...y, field: "rate" }, color } },
      ],
    },
    "Success rate against gradients, method by method",
  );
}

/** The step of half success against the rate, beside the law. */
export function onsetPlot(onsets: readonly Onset[], vocabulary: number): Promise<string> {
  const measured = onsets.filter(({ half }) => half > 0);
  const law = Math.log(vocabulary) + 0.5;
  const rates = measured.map(({ learningRate }) => learningRate);
  const line = [Math.min(...rates), Math.max(...rates)].map((rate) => ({ rate, half: law / rate }));
  const x = {
    field: "rate",
    type: "quantitative" as const,
    scale: { type: "log" as const, nice: false, padding: 12 },
    title: "learning rate",
  };
  const y = {
    field: "half",
    type: "quantitative" as const,
    scale: { type: "log" as const },
    title: "step of half the final success",
  };
  return svg(
    {
      width: WIDTH,
      height: 240,
      layer: [
        { data: { values: line }, mark: { type: "line", color: ORANGE, strokeWidth: 2 }, encoding: { x, y } },
        {
          data: { values: measured.map(({ learningRate, half }) => ({ rate: learningRate, half })) },
          mark: { type: "point", color: BLUE, filled: true, size: 70 },
          encoding: { x, y },
        },
      ],
    },
    "Step of half success against Adam's learning rate, beside (ln V + 1/2) / rate",
  );
}

/** Success of each variant with its interval. */
export function defencesPlot(
  values: readonly { readonly name: string; readonly rate: number; readonly low: number; readonly high: number }[],
): Promise<string> {
  const y = { field: "name", type: "nominal" as const, sort: null, title: null, axis: { labelLimit: 320 } };
  const x = { type: "quantitative" as const, title: "share of attacks that succeed", scale: { domain: [0, 1] } };
  return svg(
    {
      width: WIDTH - 220,
      height: { step: 20 },
      data: { values: [...values] },
      layer: [
        {
          mark: { type: "rule", color: BLUE, strokeWidth: 2, opacity: 0.5 },
          encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
        },
        {
          mark: { type: "point", color: BLUE, filled: true, size: 60 },
          encoding: { y, x: { ...x, field: "rate" } },
        },
      ],
    },
    "Success of the strongest attack against each variant of the training",
  );
}
