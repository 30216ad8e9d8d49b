// The levels of an answer's headings for whoever listens: the question, its parts, and what is below them, whatever
// elements older notebooks have.

const LEVELS: readonly [string, string][] = [
  [".pplx-asked", "2"],
  [":scope > h4:not(.pplx-asked), .pplx-sources h4, .pplx-related h4, .pplx-text :is(h1, h2, h4)", "3"],
  [".pplx-text :is(h3, h5, h6)", "4"],
];

export function levelHeadings(root: HTMLElement): void {
  for (const [selector, level] of LEVELS) {
    for (const heading of root.querySelectorAll(selector)) heading.setAttribute("aria-level", level);
  }
}
