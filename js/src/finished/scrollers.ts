// What is too wide scrolls in its own box; who has no pointer scrolls it with the arrow keys, once it has the focus.

const BOXES = ".pplx-text > table, .pplx-text .pplx-code pre, .pplx-math mjx-container";

/** Gives boxes in the text a place in the tab order for as long as they overflow. */
export function reachScrollers(root: HTMLElement, signal: AbortSignal): void {
  const look = () => {
    for (const box of root.querySelectorAll<HTMLElement>(BOXES)) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  const observer = new ResizeObserver(look);
  observer.observe(root);
  signal.addEventListener("abort", () => observer.disconnect());
}
