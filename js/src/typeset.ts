// Formulas are typeset by Jupyter's own typesetter. It rewrites nodes in place, so what stood there before is
// remembered: a formula that did not change is not touched again while the text around it grows. The typesetter
// loads with the first formula; until then the place of a formula is empty instead of full of backslashes.
import type { Typesetter } from "./host";

const FORMULA = ".pplx-math";
const WAITING = "pplx-waiting"; // hidden by the style sheet until there is something typeset in it
const PATIENCE_MS = 4000;
const written = new WeakMap<Element, string>();

/** Typesets the formulas in `blocks` that are not typeset yet. */
export function typeset(blocks: HTMLElement[], typesetter: Typesetter | null | undefined): void {
  if (!typesetter) return;
  for (const formula of blocks.flatMap((block) => [...block.querySelectorAll<HTMLElement>(FORMULA)])) {
    if (written.has(formula)) continue;
    written.set(formula, formula.textContent ?? "");
    formula.classList.add(WAITING);
    setTimeout(() => formula.classList.remove(WAITING), PATIENCE_MS);
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
