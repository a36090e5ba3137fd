import type { Config } from "vega-lite";
import type { Method } from "../comparison.js";

/** Mid tones that hold on a light page and on a dark one. */
export const METHOD_COLOURS: Record<Method, string> = { counts: "#3f7fd6", log: "#dd7a33", log1p: "#2e9e7f" };

/** The colour of the page's text, so that plots follow the light or dark scheme. */
export const INK = "currentColor";
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

export const theme: Config = {
  background: "transparent",
  font: FONT,
  view: { stroke: null },
  axis: {
    domainColor: INK,
    domainOpacity: 0.35,
    gridColor: INK,
    gridOpacity: 0.1,
    labelColor: INK,
    labelOpacity: 0.75,
    labelFontSize: 11,
    tickColor: INK,
    tickOpacity: 0.35,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: 500,
    titlePadding: 10,
  },
  legend: {
    labelColor: INK,
    labelFontSize: 12,
    labelLimit: 300,
    orient: "top",
    symbolSize: 90,
    symbolStrokeWidth: 2.5,
    title: null,
    offset: 12,
  },
  header: { labelColor: INK, labelFontSize: 12, labelFontWeight: 500, title: null },
  title: { anchor: "start", color: INK, fontSize: 12, fontWeight: 500, offset: 10 },
  text: { color: INK },
};
