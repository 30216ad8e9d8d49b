// A table of sources: sorted by a click or key on a heading, filtered by what is typed, each row with its
// places in the text and a button that copies it. Long tables show their first rows until asked for all.
import { element } from "../shared/element";
import type { SourceRow } from "../shared/source-row";
import { FORMATS } from "./citation-formats";
import { copyButton, type Say } from "./clipboard";
import { CELLS, type Row } from "./table-cells";
import { COLUMNS, ordered, type Column, type Order } from "./table-order";

const FILTER_FROM = 6; // rows; below, a filter box is in the way
const FIRST_ROWS = 20;

const NOTHING = element("tr", { role: "row" }, element("td", { role: "cell", colspan: "6" }, "Nothing matches the filter."));

export class SourceTable {
  readonly root: HTMLElement;
  readonly tools: HTMLElement;
  private readonly rows: Row[];
  private readonly nodes = new Map<Row, HTMLTableRowElement>();
  private readonly body = element("tbody", { role: "rowgroup" });
  private readonly headings = new Map<Column, HTMLTableCellElement>();
  private readonly more = element("button", { type: "button", class: "pplx-button pplx-show-all" });
  private readonly filter = element("input", { type: "search", placeholder: "Filter", spellcheck: "false" });
  private readonly format = element("select", {}, ...Object.keys(FORMATS).map((name) => element("option", {}, name)));
  private order: Order = { column: "#", descending: false };
  private all = false;

  /** `placesOf` names the markers that point to a source; `say` speaks to screen readers. */
  constructor(
    private readonly heading: string,
    sources: SourceRow[],
    placesOf: (source: SourceRow) => HTMLElement[],
    private readonly say: Say,
  ) {
    this.rows = sources.map((source, index) => ({ source, place: index + 1, places: placesOf(source) }));
    const columns = COLUMNS.filter((column) => this.rows.some((row) => filled(row, column)));
    for (const row of this.rows) this.nodes.set(row, this.node(row, columns));
    const headings = columns.map((column) => this.headingCell(column));
    // roles are spelled out for screen readers: a narrow page lays the table out as a grid, which takes them away
    const head = element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...headings, element("td", { role: "cell" })));
    const table = element("table", { role: "table", "aria-label": heading }, head, this.body);
    this.more.addEventListener("click", () => this.showAll());
    this.tools = this.toolbar();
    this.root = element("div", { class: "pplx-source-table" }, element("div", { class: "pplx-scroll" }, table), this.more);
    this.draw();
  }

  /** The row of a source, made visible; undefined if the table has none of that number and address. A marker without an address has
   * a number only. */
  reveal(number: number, url: string): HTMLElement | undefined {
    const same = this.rows.filter((row) => row.source.number === number);
    const found = same.find((row) => row.source.url === url) ?? (url ? undefined : same[0]);
    const node = found && this.nodes.get(found);
    if (node && !node.isConnected) {
      this.filter.value = "";
      this.all = true;
      this.draw();
    }
    return node;
  }

  private toolbar(): HTMLElement {
    const name = this.heading.toLowerCase();
    const filter = element("label", { class: "pplx-filter" }, element("span", { class: "pplx-spoken" }, `Filter ${name}`), this.filter);
    filter.hidden = this.rows.length < FILTER_FROM;
    this.filter.addEventListener("input", () => this.draw(true));
    const format = element("label", { class: "pplx-format" }, "Copy as ", this.format);
    const copy = copyButton(this.rows.length > 1 ? "Copy all" : "Copy", () => this.writtenRows(), `Copied the ${name}.`, this.say);
    return element("div", { class: "pplx-tools" }, filter, format, copy);
  }

  private headingCell(column: Column): HTMLElement {
    const label = column === "#" ? element("span", { "aria-label": "Number" }, "#") : column;
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => this.sort(column));
    const cell = element("th", { scope: "col", role: "columnheader", class: classOf(column) }, button);
    this.headings.set(column, cell);
    return cell;
  }

  private node(row: Row, columns: Column[]): HTMLTableRowElement {
    const cells = columns.map((column) => element("td", { class: classOf(column), role: "cell" }, ...CELLS[column](row)));
    const last = element("td", { class: "pplx-column-copy", role: "cell" }, this.copyOne(row));
    return element("tr", { tabindex: "-1", role: "row" }, ...cells, last);
  }

  private copyOne(row: Row): HTMLElement {
    const button = copyButton("Copy", () => this.written(row), "Copied the source.", this.say);
    button.setAttribute("aria-label", `Copy source ${row.source.number ?? row.source.title}`);
    return button;
  }

  private written({ source, place }: Row): string {
    return FORMATS[this.format.value]?.(source, place) ?? "";
  }

  private writtenRows(): string {
    const between = this.format.value === "BibTeX" ? "\n\n" : "\n";
    return this.visible().map((row) => this.written(row)).join(between);
  }

  private sort(column: Column): void {
    this.order = { column, descending: this.order.column === column && !this.order.descending };
    this.draw();
    this.say(`${this.heading} sorted by ${nameOf(column)}, ${directionOf(this.order)}.`);
  }

  private showAll(): void {
    const first = this.visible()[FIRST_ROWS];
    this.all = true;
    this.draw();
    if (first) this.nodes.get(first)?.focus({ preventScroll: true });
  }

  private visible(): Row[] {
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.rows.filter((row) => words.every((word) => textOf(row.source).includes(word)));
    return ordered(found, this.order);
  }

  private draw(aloud = false): void {
    const rows = this.visible();
    const shown = this.all ? rows : rows.slice(0, FIRST_ROWS);
    this.body.replaceChildren(...shown.map((row) => this.nodes.get(row) ?? ""));
    if (!rows.length) this.body.append(NOTHING.cloneNode(true));
    this.more.hidden = shown.length === rows.length;
    this.more.textContent = `Show all ${rows.length}`;
    for (const [column, cell] of this.headings) {
      cell.setAttribute("aria-sort", column === this.order.column ? directionOf(this.order) : "none");
    }
    if (aloud) this.say(`${rows.length} of ${this.rows.length} match.`);
  }
}

const directionOf = ({ descending }: Order) => (descending ? "descending" : "ascending");
const nameOf = (column: Column) => (column === "#" ? "number" : column.toLowerCase());
const classOf = (column: Column) => `pplx-column-${nameOf(column)}`;
const textOf = ({ number, title, host, date, snippet }: SourceRow) => [number, title, host, date, snippet].join(" ").toLowerCase();

/** True if this row has something to say in that column. */
const filled = (row: Row, column: Column) => CELLS[column](row).some((content) => content !== "");
