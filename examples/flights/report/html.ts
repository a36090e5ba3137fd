/** Text made safe between tags and in attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** A table of plain texts; the first column is set left, the others right. */
export function table(header: string[], rows: string[][], emphasised = -1): string {
  const head = header.map((cell) => `<th>${escapeHtml(cell)}</th>`).join("");
  const body = rows.map((row, index) => {
    const cells = row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("");
    return `<tr${index === emphasised ? ' class="best"' : ""}>${cells}</tr>`;
  });
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

/** A chart over its caption. */
export function figure(chart: string, caption: string): string {
  return `<figure>${chart}<figcaption>${caption}</figcaption></figure>`;
}
