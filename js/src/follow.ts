// The view follows the end of the answer only while the reader is there: the end is in sight and nothing in
// the answer is selected. Whoever scrolls up is left alone; whoever comes back to the end is taken along again.

const SLACK_PX = 24;

/** Remembers before a change whether the reader is at the end; the returned function goes along after it. */
export function follow(root: HTMLElement): () => void {
  const scroller = scrollerOf(root);
  const end = () => root.getBoundingClientRect().bottom;
  const view = scroller.getBoundingClientRect();
  const there = end() <= view.bottom + SLACK_PX && end() > view.top;
  if (!there || selecting(root)) return () => {};
  return () => {
    const distance = end() - view.bottom;
    if (distance > 0) scroller.scrollTop += distance + SLACK_PX / 2;
  };
}

function scrollerOf(node: HTMLElement): Element {
  for (let up = node.parentElement; up; up = up.parentElement) {
    if (up.scrollHeight > up.clientHeight && /auto|scroll/.test(getComputedStyle(up).overflowY)) return up;
  }
  return document.scrollingElement ?? document.documentElement;
}

function selecting(root: HTMLElement): boolean {
  const selection = getSelection();
  return !!selection && !selection.isCollapsed && root.contains(selection.anchorNode);
}
