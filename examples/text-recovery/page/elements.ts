/** An element that the page must have. */
export function element<T extends Element = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as unknown as T;
}

export const numberIn = (id: string): number => Number(element<HTMLInputElement | HTMLSelectElement>(id).value);
export const textIn = (id: string): string => element<HTMLInputElement | HTMLSelectElement>(id).value;

/** A new element with a class and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (string | Node)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
