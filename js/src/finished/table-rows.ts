// The rows of both source tables, from the saved answer's data and the markers that stand in its text: the rules of
// pplx_notebook/document/source_rows.py and sections.py, and of protocol/markers.py for what a marker points to.
// tests/cases/shared/rows.json holds the cases of both sides.
import { oneLine } from "../shared/clean";
import { element, link } from "../shared/element";
import { host, safeUrl } from "../shared/links";
import type { SourceRow } from "../shared/source-row";
import type { Shown } from "./read-saved";
import type { Citation, SearchResult } from "./saved";

const TITLE_CHARACTERS = 120;
const SNIPPET_CHARACTERS = 400;

type Sources = Pick<Shown, "citations" | "search_results">;

/** A citation marker as it stands in the text: "[3]" or "[web:3]". */
export interface Marker {
  kind: "" | "web";
  number: number;
}

/** What a marker's text says; null for anything else. */
export function markerOf(text: string): Marker | null {
  const found = /^\[(web:)?(\d{1,4})\]$/.exec(text);
  return found ? { kind: found[1] ? "web" : "", number: Number(found[2]) } : null;
}

/** Headings and rows of the tables, as far as they have rows. A text without markers has no citations of its own: the
 * server's list is shown then, unless the search results say the same. */
export function tablesOfAnswer(answer: Sources, markers: Marker[]): [string, SourceRow[]][] {
  const cited = citedRows(answer, markers);
  const results = foundRows(answer);
  const known = new Set(results.map(nameOf));
  const listed = cited.length ? [] : answer.citations.map((citation) => citedRow(citation, answer.search_results));
  const citations = cited.length ? cited : listed.every((row) => known.has(nameOf(row))) ? [] : listed;
  const tables: [string, SourceRow[]][] = [
    ["Citations", citations],
    ["Search results", results],
  ];
  return tables.filter(([, rows]) => rows.length);
}

/** What the markers point to, by number. */
function citedRows(answer: Sources, markers: Marker[]): SourceRow[] {
  const found = new Map<number, SourceRow>();
  for (const marker of markers) {
    const citation = pointedTo(marker, answer);
    if (citation) found.set(citation.number, citedRow(citation, answer.search_results));
  }
  return [...found.values()].sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
}

/** The source a marker points to: a result's id, else the server's list, else a place in the results. */
function pointedTo({ kind, number }: Marker, { citations, search_results }: Sources): Citation | undefined {
  const byId = search_results.find((result) => result.id === number);
  if (byId) return asCitation(number, byId);
  const unnumbered = search_results.filter((result) => result.id === null);
  if (kind === "web") return asCitation(number, unnumbered[number]);
  if (citations.length || unnumbered.length < search_results.length) return citations.find((one) => one.number === number);
  return asCitation(number, search_results[number - 1]);
}

const asCitation = (number: number, result?: SearchResult): Citation | undefined =>
  result && { number, url: result.url, title: result.title };

/** All search results, numbered as markers name them; of several citations with one address the last one's number. */
function foundRows({ citations, search_results }: Sources): SourceRow[] {
  const numbers = new Map(citations.map(({ url, number }) => [url, number]));
  const byPosition = !numbers.size && search_results.every(({ id }) => id === null);
  return search_results.map((result, place) => row(result.id ?? (byPosition ? place + 1 : numbers.get(result.url) ?? null), result));
}

/** A citation with what the first search result of the same address knows about it. */
function citedRow(citation: Citation, results: SearchResult[]): SourceRow {
  const known = citation.url ? results.find(({ url }) => url === citation.url) : undefined;
  return row(citation.number, known ?? { ...NOTHING, url: citation.url }, citation.title);
}

const NOTHING: SearchResult = { title: "", url: "", date: null, last_updated: null, snippet: "", source: "", id: null };

function row(number: number | null, result: SearchResult, title = ""): SourceRow {
  const url = safeUrl(result.url);
  return {
    number,
    title: oneLine(title || result.title, TITLE_CHARACTERS) || untitled(result, url),
    url,
    host: host(url) || (result.source === "attachment" || !result.url ? "attachment" : ""),
    date: oneLine(result.date || result.last_updated || "", 40),
    snippet: oneLine(result.snippet, SNIPPET_CHARACTERS),
  };
}

/** Without a title: host and path, then what it is. */
function untitled(result: SearchResult, url: string): string {
  const address = url.slice(url.indexOf("://") + 3).replace(/^www\./, "").replace(/\/+$/, "") || result.url;
  return oneLine(address, TITLE_CHARACTERS) || "untitled";
}

/** What tells a row from others: its address; several attachments have none. */
const nameOf = ({ url, title }: SourceRow) => url || title;

/** A section as views/faces/html_sources.py writes it. */
export function staticTable(heading: string, rows: SourceRow[]): HTMLElement {
  const body = rows.map(({ number, title, url, host, date, snippet }) => {
    const folded = element("details", { class: "pplx-snippet" }, element("summary", {}, "snippet"), snippet);
    const name = [link(url, {}, element("bdi", {}, title)), ...(snippet ? [folded] : [])];
    const cells = [[String(number ?? "")], name, [host], [date]];
    return element("tr", {}, ...cells.map((content) => element("td", {}, ...content)));
  });
  const table = element("table", {}, element("tbody", {}, ...body));
  return element("div", { class: "pplx-sources" }, element("h4", {}, `${heading} (${rows.length})`), table);
}
