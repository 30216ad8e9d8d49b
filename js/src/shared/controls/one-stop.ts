// A group of controls as one stop of the Tab key; the arrows, Home and End go from one to the next inside it (WAI-ARIA's
// roving tabindex). What listens is kept at the group itself: an answer's strip is made by one bundle and kept by another.

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
const LISTENS = Symbol.for("pplx_notebook.one_stop");

type Group = HTMLElement & { [LISTENS]?: AbortController };

/** Makes `controls()` of a group one stop; to be called again when they came or went. */
export function oneStop(root: HTMLElement, controls: () => HTMLElement[]): void {
  const group: Group = root;
  group[LISTENS]?.abort();
  const { signal } = (group[LISTENS] = new AbortController());
  group.addEventListener("focusin", ({ target }) => enter(controls(), target as HTMLElement), { signal });
  group.addEventListener("keydown", (event) => step(event, controls()), { signal });
  const all = controls();
  enter(all, all.find((control) => control === document.activeElement) ?? all[0]);
}

/** Keys pressed on these are ours: JupyterLab has commands of its own on letters and arrows, which ask the focused
 * element itself and nothing around it. */
export function ownKeys(controls: Iterable<HTMLElement>): void {
  for (const control of controls) control.dataset.lmSuppressShortcuts = "true";
}

/** Makes `control` the one of `all` that Tab comes to. */
export function enter(all: HTMLElement[], control: HTMLElement | undefined): void {
  if (!control || !all.includes(control)) return;
  ownKeys(all);
  for (const each of all) each.tabIndex = each === control ? 0 : -1;
}

function step(event: KeyboardEvent, all: HTMLElement[]): void {
  const by = STEPS[event.key];
  const at = all.indexOf(event.target as HTMLElement);
  if (by === undefined || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}
