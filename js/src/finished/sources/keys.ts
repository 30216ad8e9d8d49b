// The rows of a table as one stop of the Tab key. Up, Down, Home and End go from row to row, Up from the first to the
// headings that sort; Enter opens the page; Space, Right and Left open and close the snippet; P goes to the next place in the
// text; C copies the row.
import { enter } from "../../shared/controls/one-stop";

/** What keys do that is not the table's own. */
export interface RowKeys {
  rows: () => HTMLTableRowElement[];
  copy: (row: HTMLTableRowElement) => void;
}

export const titleIn = (row: Element | undefined) => row?.querySelector<HTMLElement>(".pplx-title") ?? undefined;

/** Makes the row the one Tab comes to. */
export function enterRow(rows: HTMLTableRowElement[], row: HTMLTableRowElement | undefined): void {
  enter(rows.flatMap((each) => titleIn(each) ?? []), titleIn(row));
}

export function listenToKeys(root: HTMLElement, keys: RowKeys): void {
  root.addEventListener("focusin", ({ target }) => {
    const row = rowOf(target);
    if (row) enterRow(keys.rows(), row);
  });
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const row = rowOf(event.target);
    const done = row ? inRow(event, row, keys) : inHeadings(event, root, keys);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

const rowOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLTableRowElement>("tbody tr") : null);

/** True where the key did something. */
function inRow(event: KeyboardEvent, row: HTMLTableRowElement, { rows, copy }: RowKeys): boolean {
  const all = rows();
  const at = all.indexOf(row);
  const snippet = row.querySelector("details");
  const onButton = event.target instanceof HTMLButtonElement;
  switch (event.key) {
    case "ArrowDown":
      return focusOn(titleIn(all[at + 1])) || true;
    case "ArrowUp":
      return focusOn(at ? titleIn(all[at - 1]) : headingsOf(row)[0]) || true;
    case "Home":
      return focusOn(titleIn(all[0]));
    case "End":
      return focusOn(titleIn(all.at(-1)));
    case " ":
      if (onButton) return false;
      if (snippet) snippet.open = !snippet.open;
      return true; // the page must not scroll
    case "ArrowRight":
    case "ArrowLeft":
      if (snippet) snippet.open = event.key === "ArrowRight";
      return true;
    case "p":
    case "P":
      row.querySelector<HTMLElement>(".pplx-place")?.click();
      return true;
    case "c":
    case "C":
      copy(row);
      return true;
    default:
      return false;
  }
}

function inHeadings(event: KeyboardEvent, root: HTMLElement, { rows }: RowKeys): boolean {
  const all = headingsOf(root);
  const at = all.indexOf(event.target as HTMLElement);
  if (at < 0) return false;
  if (event.key === "ArrowDown") return focusOn(titleIn(rows()[0])) || true;
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return false;
  return focusOn(all[at + (event.key === "ArrowRight" ? 1 : -1)]) || true;
}

const headingsOf = (inside: Element) => [...(inside.closest(".pplx-sources")?.querySelectorAll<HTMLElement>(".pplx-sort") ?? [])].filter((each) => each.offsetParent);

function focusOn(target: HTMLElement | undefined): boolean {
  target?.focus();
  return target !== undefined;
}
