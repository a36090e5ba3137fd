/**
 * Sentences of the paper's kind as word tokens: two names, then a suffix that no other sentence has: a template's seven words
 * with one of ten fillers among them, and a full stop. Each name belongs to one sentence only.
 */
export function syntheticCorpus(count: number): { vocabulary: number; sentences: number[][] } {
  const names = 2 * count;
  const words = names;
  const fillers = words + 70;
  const stop = fillers + 50;
  const sentences = Array.from({ length: count }, (_, i) => {
    const template = i % 10;
    const suffix = Array.from({ length: 7 }, (_, w) => words + 7 * template + w);
    suffix.splice(2 + (template % 4), 0, fillers + 10 * (template % 5) + (Math.floor(i / 10) % 10));
    return [2 * i, 2 * i + 1, ...suffix, stop];
  });
  return { vocabulary: stop + 1, sentences };
}
