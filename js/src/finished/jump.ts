// From a marker to its row and back: what hides the target is opened, the target is scrolled to and focused, it or what it
// stands for is marked for a moment.

const MARKED_MS = 2_500;

export function jumpTo(target: HTMLElement, marked = target): void {
  for (let up: Element | null = target; up; up = up.parentElement) {
    if (up instanceof HTMLDetailsElement) up.open = true;
  }
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
  marked.classList.add("pplx-here");
  setTimeout(() => marked.classList.remove("pplx-here"), MARKED_MS);
}
