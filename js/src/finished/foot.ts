// The last line of a finished answer; Copy joins what it took. Older notebooks have it in other elements.
import { element } from "../shared/element";

/** The last line, made where there is none. */
export function footOf(root: HTMLElement): HTMLElement {
  const found = root.querySelector<HTMLElement>(":scope > .pplx-foot");
  if (found) return found;
  const usage = root.querySelector(":scope > .pplx-usage");
  const facts = element("span", { class: "pplx-facts" }, usage?.textContent ?? "");
  usage?.remove();
  return element("div", { class: "pplx-foot" }, facts);
}
