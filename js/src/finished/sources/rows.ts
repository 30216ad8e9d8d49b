// What the two tables of sources hold, from the saved answer's fields and the markers in its text: the rules of
// pplx_notebook/document/source_rows.py, sources/tables.py and protocol/markers.py, so that the page says what the static output
// says (tests/cases/shared/rows.json holds for both). Nothing here touches the page.
import { oneLine } from "../../shared/clean";
import { host, safeUrl } from "../../shared/links";
import { numbersOf, type SourceRow } from "../../shared/source-row";
import type { Marker } from "../markers/markers";
import type { Shown } from "../read-saved";
import { samePage } from "../references/pages";
import type { Citation, SearchResult } from "../saved";
import { wordsOf } from "./snippet";

const TITLE_CHARACTERS = 120;
const SNIPPET_CHARACTERS = 400;
const DATE_CHARACTERS = 40;

export type Known = Pick<Shown, "citations" | "search_results">;

export interface SourceLists {
  citations: SourceRow[];
  results: SourceRow[];
}

/** The rows of both tables. A text without markers has no citations of its own: the server's list is shown then,
 * unless the search results say the same. */
export function sourceLists(known: Known, markers: Iterable<Marker>): SourceLists {
  const asRow = citationRows(known);
  const results = eachOnce(foundRows(known));
  const cited = citedBy(markers, known);
  if (cited.size) return { citations: eachOnce([...cited.values()].sort((one, other) => one.number - other.number).map(asRow)), results };
  const listed = eachOnce(known.citations.map(asRow));
  const names = new Set(results.map(nameOf));
  return { citations: listed.every((row) => names.has(nameOf(row))) ? [] : listed, results };
}

/** Each page once, where it comes first, with what its other addresses know; files stay apart. */
function eachOnce(rows: SourceRow[]): SourceRow[] {
  const found = new Map<string | number, SourceRow>();
  rows.forEach((row, place) => {
    const key = row.url ? nameOf(row) : place;
    const known = found.get(key);
    found.set(key, known ? merged(known, row) : row);
  });
  return [...found.values()];
}

function merged(one: SourceRow, other: SourceRow): SourceRow {
  const numbers = inOrder([...numbersOf(one), ...numbersOf(other)]);
  return { ...one, ...numbers, date: one.date || other.date, snippet: one.snippet || other.snippet };
}

/** Numbers as a row has them: the lowest, and the others. */
function inOrder(numbers: readonly number[]): Pick<SourceRow, "number" | "also"> {
  const [number = null, ...also] = [...new Set(numbers)].sort((low, high) => low - high);
  return { number, also };
}

/** What the markers point to, by number: one number is one row, whatever its last marker says. */
function citedBy(markers: Iterable<Marker>, known: Known): Map<number, Citation> {
  const seen = new Map<string, Citation | undefined>();
  const cited = new Map<number, Citation>();
  for (const marker of markers) {
    const key = `${marker.kind}:${marker.number}`;
    if (!seen.has(key)) seen.set(key, lookUp(marker, known));
    const citation = seen.get(key);
    if (citation) cited.set(citation.number, citation);
  }
  return cited;
}

/** What a marker points to. [n] is the id of a result where results have ids, else a citation's number, else a
 * result's place from 1; [web:n] an id, else a place from 0 among the results without id; without results a citation's number. */
function lookUp({ kind, number }: Marker, { citations, search_results }: Known): Citation | undefined {
  const byId = search_results.find((result) => result.id === number);
  if (byId) return citationOf(number, byId);
  if (kind === "web" && search_results.length) return citationOf(number, search_results.filter((result) => result.id === null)[number]);
  if (citations.length || search_results.some((result) => result.id !== null)) return citations.find((citation) => citation.number === number);
  return citationOf(number, search_results[number - 1]);
}

const citationOf = (number: number, result: SearchResult | undefined): Citation | undefined =>
  result && { number, url: result.url, title: result.title };

/** Makes a citation a row, with what the first search result of its address, else of its page, knows about it. */
function citationRows({ search_results }: Known): (citation: Citation) => SourceRow {
  const byUrl = new Map<string, SearchResult>();
  for (const result of [...search_results].reverse()) if (result.url) byUrl.set(result.url, result);
  const byPage = new Map([...byUrl].map(([url, result]) => [pageOf(url), result]));
  return ({ number, url, title }) => rowOf(number, { ...(byUrl.get(url) ?? (url ? byPage.get(pageOf(url)) : undefined) ?? NOTHING), url }, title);
}

/** All search results, numbered as markers name them. */
function foundRows({ citations, search_results }: Known): SourceRow[] {
  const listed = new Map<string, number[]>();
  for (const { number, url } of citations) listed.set(pageOf(url), [...(listed.get(pageOf(url)) ?? []), number]);
  const byPlace = !citations.length && search_results.every((result) => result.id === null);
  return search_results.map((result, index) => {
    const number = result.id ?? (byPlace ? index + 1 : null);
    const row = rowOf(number, result);
    return number === null && listed.size ? { ...row, ...inOrder(listed.get(pageOf(result.url)) ?? []) } : row;
  });
}

const NOTHING: SearchResult = { title: "", url: "", date: null, last_updated: null, snippet: "", source: "", id: null };

/** A search result made presentable; an empty title falls back to host and path, then to what it is. */
function rowOf(number: number | null, result: SearchResult, title = ""): SourceRow {
  const url = safeUrl(result.url);
  return {
    number,
    also: [],
    title: oneLine(title || result.title, TITLE_CHARACTERS) || untitled(url, result.url),
    url,
    host: host(url) || (result.source === "attachment" || !result.url ? "attachment" : ""),
    date: oneLine(result.date || result.last_updated || "", DATE_CHARACTERS),
    snippet: oneLine(wordsOf(result.snippet), SNIPPET_CHARACTERS),
  };
}

function untitled(url: string, sent: string): string {
  const address = url.slice(url.indexOf("://") + "://".length).replace(/^www\./, "").replace(/\/+$/, "");
  return oneLine(address || sent, TITLE_CHARACTERS) || "untitled";
}

/** The page an address leads to, whatever spelling it has; one that is no link is its own. */
function pageOf(url: string): string {
  const safe = safeUrl(url);
  return safe ? samePage(safe) : url;
}

/** What tells a source from others: its page; several attachments have none. */
export const nameOf = ({ url, title }: SourceRow) => (url ? samePage(url) : title);
