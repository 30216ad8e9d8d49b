// The head of a table of sources: its heading in the first cell, the other headings sort it; a filter once all rows are shown.
import { ownKeys } from "../../shared/controls/one-stop";
import { element } from "../../shared/element";
import { COLUMNS, type Column, type Order } from "./order";

const COLUMN_CLASSES = ["number", "title", "site", "date"];

/** The columns that a table has only where there is something to say. */
export interface Also {
  cited: boolean;
  checked: boolean;
}

export class Head {
  readonly root: HTMLElement;
  readonly filter = element("input", { type: "search", class: "pplx-filter", placeholder: "Filter", spellcheck: "false", hidden: "" });
  private readonly cells = new Map<Column, HTMLTableCellElement>();

  constructor(heading: string, count: number, { cited, checked }: Also, sort: (column: Column) => void) {
    this.filter.setAttribute("aria-label", `Filter ${heading.toLowerCase()}`);
    const name = element("h4", { class: "jp-toc-ignore", "aria-level": "3" }, heading, " ", element("span", { class: "pplx-count" }, `(${count})`));
    const first = element("th", { class: "pplx-column-title", colspan: "2", scope: "col" }, name, this.filter);
    for (const column of COLUMNS) if (cited || column !== "Cited") this.cells.set(column, this.cell(column, sort));
    const last = checked ? [element("th", { class: "pplx-column-checked", scope: "col" }, "Checked")] : [];
    this.root = element("thead", {}, element("tr", {}, first, ...this.cells.values(), ...last));
  }

  /** Says by which column the table is sorted. */
  show(order: Order | null): void {
    for (const [column, cell] of this.cells) {
      if (column === order?.column) cell.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  }

  private cell(column: Column, sort: (column: Column) => void): HTMLTableCellElement {
    const button = element("button", { type: "button", class: "pplx-sort", tabindex: "-1", title: `Sort by ${column.toLowerCase()}` }, column);
    ownKeys([button]);
    button.addEventListener("click", () => sort(column));
    return element("th", { class: `pplx-column-${column.toLowerCase()}`, scope: "col" }, button);
  }
}

/** The widths of the columns, the same for every table. */
export function columns({ cited, checked }: Also): HTMLElement {
  const names = [...COLUMN_CLASSES, ...(cited ? ["cited"] : []), ...(checked ? ["checked"] : [])];
  return element("colgroup", {}, ...names.map((name) => element("col", { class: `pplx-column-${name}` })));
}
