const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, BELOW] = [640, 170, 44, 22];

/** A line that grows while it is drawn. */
export interface Curve {
  add(x: number, y: number): void;
  clear(): void;
  readonly length: number;
}

/** A live plot inside an SVG element: the axes follow the points; `of` is the x at which the run will end, if known. */
export function curveIn(svg: SVGSVGElement, label: string, of: () => number): Curve {
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  const line = svg.appendChild(document.createElementNS(SVG, "polyline"));
  const texts = ["start", "end", "end"].map((anchor) => {
    const text = svg.appendChild(document.createElementNS(SVG, "text"));
    text.setAttribute("text-anchor", anchor);
    return text;
  });
  const [xText, topText, baseText] = texts;
  let points: { x: number; y: number }[] = [];
  const draw = (): void => {
    const right = Math.max(1, of(), ...points.map(({ x }) => x));
    const top = Math.max(1e-9, ...points.map(({ y }) => y));
    const at = ({ x, y }: { x: number; y: number }): string =>
      `${(LEFT + (x / right) * (WIDTH - LEFT - 8)).toFixed(1)},${(8 + (1 - y / top) * (HEIGHT - BELOW - 8)).toFixed(1)}`;
    line.setAttribute("points", points.map(at).join(" "));
    place(topText, LEFT - 6, 14, points.length > 0 ? top.toPrecision(3) : "");
    place(baseText, LEFT - 6, HEIGHT - BELOW, "0");
    place(xText, LEFT, HEIGHT - 4, points.length > 0 ? `${label}, step 0 to ${right}` : label);
  };
  let waiting = false;
  const later = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
  draw();
  return {
    add(x, y) {
      points.push({ x, y });
      later();
    },
    clear() {
      points = [];
      later();
    },
    get length() {
      return points.length;
    },
  };
}

function place(text: SVGTextElement, x: number, y: number, content: string): void {
  text.setAttribute("x", String(x));
  text.setAttribute("y", String(y));
  text.textContent = content;
}
