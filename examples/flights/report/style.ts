import { FONT } from "./theme.js";

export const style = `
:root {
  color-scheme: light dark; --page: #fbfbfa; --card: #ffffff; --ink: #22262b; --soft: #636b75;
  --line: #e3e5e8; --mark: #3f7fd6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --card: #1c2025; --ink: #dfe3e8; --soft: #98a1ac; --line: #2e343b; --mark: #6ea3ea;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.6 ${FONT}; }
main { max-width: 980px; margin: 0 auto; padding: 56px 32px 80px; }
h1 { font-size: 34px; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 12px; font-weight: 650; }
h2 { font-size: 21px; line-height: 1.3; letter-spacing: -0.01em; margin: 56px 0 10px; font-weight: 620; }
p { margin: 0 0 14px; max-width: 74ch; }
.lead { font-size: 18px; color: var(--soft); }
code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.formula {
  font: 15px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; border-left: 3px solid var(--mark);
  padding: 6px 16px; margin: 0 0 18px; overflow-x: auto; white-space: pre;
}
.figures {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; margin: 28px 0 8px;
  padding: 0;
}
.figures div {
  background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px;
}
.figures dt { color: var(--soft); font-size: 13px; }
.figures dd {
  margin: 2px 0 0; font-size: 23px; font-weight: 620; letter-spacing: -0.01em;
  font-variant-numeric: tabular-nums;
}
.figures dd small {
  display: block; font-size: 12.5px; font-weight: 400; letter-spacing: 0; color: var(--soft);
}
figure {
  margin: 22px 0 8px; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 22px 22px 14px;
}
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption {
  color: var(--soft); font-size: 14px; line-height: 1.5; margin-top: 14px; border-top: 1px solid var(--line);
  padding-top: 12px;
}
.table { overflow-x: auto; margin: 18px 0; }
table { border-collapse: collapse; width: 100%; font-size: 14.5px; font-variant-numeric: tabular-nums; }
th { text-align: right; font-weight: 500; color: var(--soft); font-size: 13px; vertical-align: bottom; }
td { text-align: right; }
th, td { padding: 7px 10px; border-bottom: 1px solid var(--line); }
td { white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 2px; }
tr.best td { font-weight: 600; }
dl.losses { margin: 0 0 16px; }
dl.losses dt { font-weight: 620; margin-top: 14px; }
dl.losses dd { margin: 2px 0 0; max-width: 76ch; }
footer {
  color: var(--soft); font-size: 13.5px; margin-top: 56px; border-top: 1px solid var(--line);
  padding-top: 16px;
}
`;
