// A table of sources: sorted by a click or key on a heading, filtered by what is typed, each row with its
// places in the text and a button that copies it. Long tables show their first rows until asked for all.
import { element, link } from "../element";
import type { Source } from "../model";
import { copyButton, type Say } from "./clipboard";
import { FORMATS } from "./cite";
import { COLUMNS, ordered, type Column, type Order } from "./order";
import { jumpTo } from "./jump";

const FILTER_FROM = 6; // rows; below, a filter box is in the way
const FIRST_ROWS = 20;
const SHOWN_PLACES = 12;

interface Row {
  source: Source;
  places: HTMLElement[];
  node: HTMLTableRowElement;
  text: string;
}

export class SourceTable {
  readonly root: HTMLElement;
  private readonly rows: Row[];
  private readonly body = element("tbody");
  private readonly headings = new Map<Column, HTMLTableCellElement>();
  private readonly more = element("button", { type: "button", class: "pplx-button pplx-show-all" });
  private readonly filter = element("input", { type: "search", placeholder: "Filter", spellcheck: "false" });
  private readonly format = element("select", {}, ...Object.keys(FORMATS).map((name) => element("option", {}, name)));
  private order: Order = { column: "#", descending: false };
  private all = false;

  /** `placesOf` names the markers that point to a source; `say` speaks to screen readers. */
  constructor(
    private readonly heading: string,
    sources: Source[],
    placesOf: (source: Source) => HTMLElement[],
    private readonly say: Say,
  ) {
    this.rows = sources.map((source) => this.row(source, placesOf(source)));
    const columns = COLUMNS.filter((column) => column !== "Cited" || this.rows.some((row) => row.places.length));
    const head = element("tr", {}, ...columns.map((column) => this.headingCell(column)), element("td", {}, ""));
    const table = element("table", { "aria-label": heading }, element("thead", {}, head), this.body);
    this.more.addEventListener("click", () => this.showAll());
    this.root = element("div", { class: "pplx-source-table" }, this.tools(), element("div", { class: "pplx-scroll" }, table), this.more);
    for (const row of this.rows) if (!columns.includes("Cited")) row.node.children[4]?.remove();
    this.draw();
  }

  /** The row of a source, made visible; undefined if the table has none of that number and address. */
  reveal(number: number, url: string): HTMLElement | undefined {
    const same = this.rows.filter((row) => row.source.number === number);
    const found = same.find((row) => row.source.url === url) ?? same[0];
    if (found && !found.node.isConnected) {
      this.filter.value = "";
      this.all = true;
      this.draw();
    }
    return found?.node;
  }

  private tools(): HTMLElement {
    const name = this.heading.toLowerCase();
    const many = this.rows.length > 1 ? "all" : "";
    const filter = element("label", { class: "pplx-filter" }, element("span", { class: "pplx-spoken" }, `Filter ${name}`), this.filter);
    filter.hidden = this.rows.length < FILTER_FROM;
    this.filter.addEventListener("input", () => this.draw(true));
    const chosen = element("label", { class: "pplx-format" }, "Copy as ", this.format);
    const visible = () => this.visible().map((row) => this.written(row.source)).join(this.format.value === "BibTeX" ? "\n\n" : "\n");
    const copy = copyButton(`Copy ${many}`.trim(), visible, `Copied the ${name}.`, this.say);
    return element("div", { class: "pplx-tools" }, filter, chosen, copy);
  }

  private headingCell(column: Column): HTMLElement {
    const label = column === "#" ? element("span", { "aria-label": "Number" }, "#") : column;
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => this.sort(column));
    const cell = element("th", { scope: "col", class: `pplx-column-${column === "#" ? "number" : column.toLowerCase()}` }, button);
    this.headings.set(column, cell);
    return cell;
  }

  private row(source: Source, places: HTMLElement[]): Row {
    const { number, title, url, host, date, snippet } = source;
    const name = link(url, { class: "pplx-source-title" }, element("bdi", {}, title));
    const where = element("span", { class: "pplx-where" }, [host, date].filter(Boolean).join(" · "));
    const node = element(
      "tr",
      { tabindex: "-1" },
      element("td", {}, number === null ? "" : String(number)),
      element("td", {}, name, where, ...(snippet ? [folded(snippet)] : [])),
      element("td", {}, host),
      element("td", {}, date),
      element("td", {}, ...letters(places)),
      element("td", {}, this.copyOne(source)),
    );
    return { source, places, node, text: [number, title, host, date, snippet].join(" ").toLowerCase() };
  }

  private copyOne(source: Source): HTMLElement {
    const button = copyButton("⧉", () => this.written(source), "Copied the source.", this.say);
    button.setAttribute("aria-label", `Copy source ${source.number ?? source.title}`);
    button.title = "Copy this source";
    return button;
  }

  private written(source: Source): string {
    return FORMATS[this.format.value]?.(source) ?? "";
  }

  private sort(column: Column): void {
    this.order = { column, descending: this.order.column === column && !this.order.descending };
    this.draw();
    this.say(`${this.heading} sorted by ${column === "#" ? "number" : column.toLowerCase()}, ${this.order.descending ? "descending" : "ascending"}.`);
  }

  private showAll(): void {
    const first = this.visible()[FIRST_ROWS];
    this.all = true;
    this.draw();
    first?.node.focus({ preventScroll: true });
  }

  private visible(): Row[] {
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.rows.filter((row) => words.every((word) => row.text.includes(word)));
    return ordered(found, this.order);
  }

  private draw(aloud = false): void {
    const rows = this.visible();
    const shown = this.all ? rows : rows.slice(0, FIRST_ROWS);
    this.body.replaceChildren(...shown.map((row) => row.node));
    if (!rows.length) this.body.append(element("tr", {}, element("td", { colspan: "6", class: "pplx-quiet" }, "Nothing matches the filter.")));
    this.more.hidden = shown.length === rows.length;
    this.more.textContent = `Show all ${rows.length}`;
    const { column: sorted, descending } = this.order;
    for (const [column, cell] of this.headings) {
      cell.setAttribute("aria-sort", column === sorted ? (descending ? "descending" : "ascending") : "none");
    }
    if (aloud) this.say(`${rows.length} of ${this.rows.length} match.`);
  }
}

/** One line of the snippet; all of it when opened. */
function folded(snippet: string): HTMLElement {
  return element("details", { class: "pplx-snippet" }, element("summary", { dir: "auto" }, snippet));
}

/** a b c …: the places in the text that point to this row, each a way back. */
function letters(places: HTMLElement[]): HTMLElement[] {
  const shown = places.slice(0, SHOWN_PLACES).map((place, index) => {
    const button = element("button", { type: "button", class: "pplx-place" }, String.fromCharCode(97 + index));
    button.title = surroundings(place);
    button.setAttribute("aria-label", `Go to place ${index + 1} of ${places.length} in the text: ${button.title}`);
    button.addEventListener("click", () => jumpTo(place));
    return button;
  });
  const left = places.length - shown.length;
  return left > 0 ? [...shown, element("span", { class: "pplx-quiet" }, `+${left}`)] : shown;
}

/** The words before a marker. */
function surroundings(place: HTMLElement): string {
  const range = document.createRange();
  range.setStartBefore(place.closest("p, li, td, th, h1, h2, h3, h4, h5, h6, blockquote") ?? place);
  range.setEndBefore(place);
  const words = range.toString().replace(/\s+/g, " ").trim();
  return words.length > 80 ? `…${words.slice(-80)}` : words;
}
