// A table of sources: sorted by its headings, filtered by what is typed. More than seven rows show five until asked for all.
// Rows are made when they are shown first: there may be two thousand.
import { element } from "../../shared/element";
import { numbersOf, type SourceRow } from "../../shared/source-row";
import type { Say } from "../clipboard";
import { copyRow, rowNode, type Row } from "./cells";
import { columns, Head } from "./head";
import { enterRow, listenToKeys, titleIn } from "./keys";
import { pageOf } from "./places";
import { ordered, pressed, type Column, type Order } from "./order";

const OPEN_ROWS = 7; // as views/faces/html_sources.py has it
const FIRST_ROWS = 5;

export class SourceTable {
  readonly root: HTMLElement;
  readonly sources: SourceRow[];
  private readonly nodes = new Map<Row, HTMLTableRowElement>();
  private readonly body = element("tbody");
  private readonly head: Head;
  private readonly more = element("button", { type: "button", class: "pplx-show-all" });
  private order: Order | null = null;
  private all: boolean;
  private readonly checked: boolean;

  /** `cited`: there is a column for how often; `say` speaks to screen readers. Rows that were checked have one for that. */
  constructor(
    readonly heading: string,
    private readonly rows: Row[],
    private readonly cited: boolean,
    private readonly say: Say,
  ) {
    this.sources = rows.map((row) => row.source);
    this.all = rows.length <= OPEN_ROWS;
    this.more.hidden = this.all;
    this.checked = rows.some((row) => row.checked !== null);
    this.head = new Head(heading, rows.length, { cited, checked: this.checked }, (column) => this.sort(column));
    this.head.filter.addEventListener("input", () => this.draw(true));
    this.more.addEventListener("click", () => this.showAll());
    const table = element("table", { "aria-label": heading }, columns({ cited, checked: this.checked }), this.head.root, this.body);
    this.root = element("div", { class: "pplx-sources" }, table, this.more);
    listenToKeys(this.root, { rows: () => [...this.body.rows], copy: (node) => this.copy(node) });
    this.root.addEventListener("click", (event) => openSnippet(event));
    this.draw();
  }

  /** The row of a source, made visible; undefined if the table has none of that number and page. A marker without an
   * address has a number only. */
  reveal(number: number, url: string): HTMLTableRowElement | undefined {
    const same = this.rows.filter((row) => numbersOf(row.source).includes(number));
    const found = same.find((row) => pageOf(row.source.url) === url) ?? (url ? undefined : same[0]);
    if (found && !this.nodes.get(found)?.isConnected) {
      this.head.filter.value = "";
      this.all = true;
      this.draw();
    }
    return found && this.nodes.get(found);
  }

  private sort(column: Column): void {
    this.order = pressed(column, this.order);
    this.draw();
    const way = this.order?.descending ? "descending" : "ascending";
    this.say(this.order ? `${this.heading} sorted by ${column.toLowerCase()}, ${way}.` : `${this.heading} in their own order.`);
  }

  /** All rows with the focus on the first new one, or the first rows again. */
  private showAll(): void {
    this.all = !this.all;
    this.head.filter.value = "";
    this.draw();
    if (this.all) titleIn(this.body.rows[FIRST_ROWS])?.focus({ preventScroll: true });
  }

  private copy(node: HTMLTableRowElement): void {
    const row = this.rows.find((each) => this.nodes.get(each) === node);
    if (row) void copyRow(row.source, this.say);
  }

  private matching(): Row[] {
    const words = this.head.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.rows.filter((row) => words.every((word) => textOf(row.source).includes(word)));
    return ordered(found, this.order);
  }

  private draw(aloud = false): void {
    const rows = this.matching();
    this.body.replaceChildren(...(this.all ? rows : rows.slice(0, FIRST_ROWS)).map((row) => this.node(row)));
    if (!rows.length) this.body.append(nothing(3 + Number(this.cited) + Number(this.checked)));
    this.head.show(this.order);
    this.head.filter.hidden = this.more.hidden || !this.all;
    this.more.textContent = this.all ? `Show the first ${FIRST_ROWS}` : `Show all ${this.rows.length}`;
    this.more.setAttribute("aria-expanded", String(this.all));
    const shown = [...this.body.rows];
    enterRow(shown, shown.find((row) => row.contains(document.activeElement)) ?? shown[0]);
    if (aloud) this.say(`${rows.length} of ${this.rows.length} match.`);
  }

  private node(row: Row): HTMLTableRowElement {
    const node = this.nodes.get(row) ?? rowNode(row, this.cited, this.say);
    this.nodes.set(row, node);
    return node;
  }
}

/** A click in a row, beside what is a control in it, opens its snippet; one that selects words does not. */
function openSnippet({ target }: MouseEvent): void {
  if (!(target instanceof Element) || target.closest("a, button, details, thead") || !getSelection()?.isCollapsed) return;
  const snippet = target.closest("tr")?.querySelector("details");
  if (snippet) snippet.open = !snippet.open;
}

const nothing = (more: number) =>
  element("tr", {}, element("td", { colspan: `${1 + more}` }, "Nothing matches the filter."));
const textOf = ({ number, also, title, host, date, snippet }: SourceRow) => [number, ...also, title, host, date, snippet].join(" ").toLowerCase();
