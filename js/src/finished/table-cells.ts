// What stands in each column of a table of sources.
import { element, link } from "../shared/element";
import type { SourceRow } from "../shared/source-row";
import { jumpTo } from "./jump";
import type { Column } from "./table-order";

const SHOWN_PLACES = 12;

/** A source and the markers in the text that point to it. */
export interface Row {
  source: SourceRow;
  place: number; // in the table as it came, from 1
  places: HTMLElement[];
}

export const CELLS: Record<Column, (row: Row) => (Node | string)[]> = {
  "#": ({ source }) => [source.number === null ? "" : String(source.number)],
  Title: ({ source }) => titleOf(source),
  Site: ({ source }) => [source.host],
  Date: ({ source }) => [source.date],
  Cited: ({ places }) => letters(places),
};

function titleOf({ title, url, host, date, snippet }: SourceRow): Node[] {
  const name = link(url, { class: "pplx-source-title", title: url }, element("bdi", {}, title));
  const where = element("div", { class: "pplx-where" }, [host, date].filter(Boolean).join(" · "));
  return [name, where, ...(snippet ? [folded(snippet)] : [])];
}

/** One line of the snippet; all of it when opened. */
function folded(snippet: string): HTMLElement {
  return element("details", { class: "pplx-snippet" }, element("summary", {}, snippet));
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

const BLOCK = "p, li, td, th, h1, h2, h3, h4, h5, h6, blockquote";
const WORDS_CHARACTERS = 80;

/** The words before a marker. No Range: each one alive slows down every later change of the page. */
function surroundings(place: HTMLElement): string {
  const texts = document.createTreeWalker(place.closest(BLOCK) ?? place, NodeFilter.SHOW_TEXT);
  texts.currentNode = place;
  let words = "";
  while (words.length <= WORDS_CHARACTERS && texts.previousNode()) words = `${texts.currentNode.nodeValue ?? ""}${words}`;
  words = words.replace(/\s+/g, " ").trim();
  return words.length > WORDS_CHARACTERS ? `…${words.slice(-WORDS_CHARACTERS)}` : words;
}
