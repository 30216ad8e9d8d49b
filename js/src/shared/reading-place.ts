// Where the reader is. Notebook 7 puts an output of more than a hundred lines into a box that scrolls, at the moment
// its data change; what was read must not go away with that.

/** The boxes around a node that may scroll, inmost first. */
export function boxesAround(node: HTMLElement): Element[] {
  const found = [];
  for (let up = node.parentElement; up; up = up.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(up).overflowY)) found.push(up);
  }
  return found;
}

/** Remembers which block of the text in a node is the first in sight; the returned function brings it back there. */
export function keepPlace(node: HTMLElement): () => void {
  const top = (element: Element) => element.getBoundingClientRect().top;
  const inSight = Math.max(0, ...boxesAround(node).map(top));
  const first = [...node.querySelectorAll(".pplx-text > *")].find((block) => block.getBoundingClientRect().bottom > inSight);
  if (!first || top(first) > innerHeight) return () => {};
  const before = top(first);
  const goBack = () => {
    if (!first.isConnected || Math.abs(top(first) - before) < 1) return false;
    first.scrollIntoView({ block: "start" });
    for (const box of boxesAround(node).reverse()) box.scrollTop += top(first) - before;
    return true;
  };
  // Notebook 7.2 measures its cells later, and only then is the page shorter
  const again = () => requestAnimationFrame(() => (goBack(), requestAnimationFrame(goBack)));
  return () => {
    if (goBack()) again();
  };
}
