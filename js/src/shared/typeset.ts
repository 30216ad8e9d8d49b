// Formulas are typeset by Jupyter's own typesetter. It rewrites nodes in place, so what stood there before is
// remembered: a formula that did not change is not touched again while the text around it grows. The typesetter
// loads with the first formula; until then the place of a formula is empty instead of full of backslashes.
// What is remembered stands at the formula itself, for the finished output is drawn by another bundle.
import type { Typesetter } from "./jupyter";

const FORMULA = ".pplx-math";
const WAITING = "pplx-waiting"; // hidden by the style sheet until there is something typeset in it
const PATIENCE_MS = 4000;
const WRITTEN = Symbol.for("pplx_notebook.written");

type Formula = Element & { [WRITTEN]?: string | undefined };

/** Typesets the formulas in `blocks` that are not typeset yet. */
export function typeset(blocks: HTMLElement[], typesetter: Typesetter | null | undefined): void {
  if (!typesetter) return;
  for (const formula of blocks.flatMap((block) => [...block.querySelectorAll<HTMLElement & Formula>(FORMULA)])) {
    if (formula[WRITTEN] !== undefined) continue;
    formula[WRITTEN] = formula.textContent;
    formula.classList.add(WAITING);
    setTimeout(() => formula.classList.remove(WAITING), PATIENCE_MS);
    typesetter.typeset(formula);
  }
}

/** True if `old` is the typeset form of `wanted`. */
export function isTypeset(old: Formula, wanted: Element): boolean {
  return old[WRITTEN] !== undefined && old[WRITTEN] === wanted.textContent && wanted.matches(FORMULA);
}

/** `old` is about to hold other text: it will need typesetting again. */
export function forget(old: Formula): void {
  old[WRITTEN] = undefined;
}
