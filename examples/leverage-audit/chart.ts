import { escapeHtml } from "../flights/report/html.js";
import type { Audit } from "./audit.js";

const WIDTH = 860;
const ROW = 46;
const LEFT = 110;
const RIGHT = 20;
const LEAST = -17;
const MOST = 2;

/** Errors of x on a logarithmic axis, a row for each release: dots for readings, a tick for what the certificate predicts. */
export function errorChart(audits: readonly Audit[]): string {
  const height = ROW * audits.length + 40;
  const at = (error: number): number => {
    const exponent = Math.min(MOST, Math.max(LEAST, Math.log10(Math.max(error, 1e-300))));
    return LEFT + ((exponent - LEAST) / (MOST - LEAST)) * (WIDTH - LEFT - RIGHT);
  };
  const parts: string[] = [];
  for (let exponent = -16; exponent <= 0; exponent += 4) {
    const x = at(10 ** exponent).toFixed(1);
    parts.push(`<line x1="${x}" x2="${x}" y1="0" y2="${height - 36}" stroke="currentColor" opacity="0.12"/>`);
    parts.push(`<text x="${x}" y="${height - 18}" text-anchor="middle">1e${exponent}</text>`);
  }
  audits.forEach(({ release, known, unknown }, row) => {
    const y = ROW * row + ROW / 2;
    parts.push(`<text x="${LEFT - 14}" y="${y + 4}" text-anchor="end">${escapeHtml(release.name)}</text>`);
    for (const { error } of known) parts.push(dot(at(error), y - 7, "#3f7fd6"));
    for (const { error } of unknown) parts.push(dot(at(error), y + 7, "#dd7a33"));
    for (const { predicted } of known.slice(0, 1)) {
      if (!(predicted > 0)) continue;
      const x = at(predicted).toFixed(1);
      parts.push(`<line x1="${x}" x2="${x}" y1="${y - 17}" y2="${y + 17}" stroke="currentColor" stroke-width="2"/>`);
    }
  });
  const font = 'font-size="12" font-family="system-ui, sans-serif" fill="currentColor"';
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" ${font}>${parts.join("")}</svg>`;
}

function dot(x: number, y: number, colour: string): string {
  return `<circle cx="${x.toFixed(1)}" cy="${y}" r="3.2" fill="${colour}" fill-opacity="0.45"/>`;
}
