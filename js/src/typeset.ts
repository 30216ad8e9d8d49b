// Formulas are typeset by Jupyter's own typesetter. It rewrites nodes in place, so what stood there before is
// remembered: a formula that did not change is not touched again while the text around it grows.
import type { Typesetter } from "./host";

const FORMULA = ".pplx-math";
const written = new WeakMap<Element, string>();

/** Typesets the formulas below `root` that are not typeset yet. */
export function typeset(root: HTMLElement, typesetter: Typesetter | null | undefined): void {
  if (!typesetter) return;
  for (const formula of root.querySelectorAll<HTMLElement>(FORMULA)) {
    if (written.has(formula)) continue;
    written.set(formula, formula.textContent ?? "");
    typesetter.typeset(formula);
  }
}

/** True if `old` is the typeset form of `wanted`. */
export function isTypeset(old: Element, wanted: Element): boolean {
  return written.has(old) && written.get(old) === wanted.textContent && wanted.matches(FORMULA);
}

/** `old` is about to hold other text: it will need typesetting again. */
export function forget(old: Element): void {
  written.delete(old);
}
