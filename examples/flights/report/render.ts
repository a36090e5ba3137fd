import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { theme } from "./theme.js";

/** A Vega-Lite chart as inline SVG, drawn without a browser. */
export async function renderSvg(spec: TopLevelSpec, description: string): Promise<string> {
  const view = new View(parse(compile(spec, { config: theme }).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return (
    svg
      // Two decimals of a pixel are plenty, and the state borders shrink to a third.
      .replace(/(\.\d\d)\d+/g, "$1")
      .replace("<svg ", `<svg role="img" aria-label="${description}" `)
  );
}
