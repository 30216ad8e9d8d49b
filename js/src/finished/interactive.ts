// A finished answer made interactive, in place: it reads like the static output it is made from (the order and
// wording are views/faces/html.py's), and can be sorted, filtered, followed and copied. What stands in the tables comes from
// the saved answer; of the output's HTML only the markers in the text are read. No request without a click.
import { Card } from "../shared/card";
import { element } from "../shared/element";
import type { SourceRow } from "../shared/source-row";
import { copyButton, offerCode, type Say } from "./clipboard";
import { footOf } from "./foot";
import { levelHeadings } from "./headings";
import { consent } from "./images";
import { jumpTo } from "./jump";
import { markersIn } from "./markers/markers";
import type { Shown } from "./read-saved";
import { relatedList } from "./related-questions";
import { reachScrollers } from "./scrollers";
import { SourceTable } from "./table";
import { sourceLists } from "./table-rows";

/** `root` holds the static answer; `markdown` is what its copy button copies. */
export function makeInteractive(root: HTMLElement, answer: Shown, markdown: string, signal: AbortSignal): void {
  const spoken = element("div", { class: "pplx-spoken", role: "status", "aria-live": "polite" });
  const say: Say = (text) => (spoken.textContent = text);
  root.classList.add("pplx-drawn", "pplx-interactive");
  levelHeadings(root);
  const tables = sourceTables(root, answer, say);
  followMarkers(root, tables, signal);
  offerCode(root, say);
  reachScrollers(root, signal);
  askForImages(root, answer);
  offerQuestions(root, answer, say);
  const foot = footOf(root);
  const copy = answer.text ? copyButton("Copy answer", () => markdown, "Copied the answer as Markdown.", say) : "";
  foot.querySelector(".pplx-facts")?.after(copy);
  root.append(...(foot.textContent ? [foot] : []), spoken);
}

interface Tables {
  tables: SourceTable[];
  sourceOf: (marker: HTMLElement) => SourceRow | undefined;
}

function sourceTables(root: HTMLElement, answer: Shown, say: Say): Tables {
  const places = placesByNumber(root);
  const placesOf = ({ number, url }: SourceRow) =>
    (places.get(number ?? -1) ?? []).filter((place) => [url, ""].includes(urlOf(place)));
  const sources = new Map<number, SourceRow[]>();
  const tables = sectionsOf(root, answer).map(({ section, table, rows }) => {
    for (const row of rows) add(sources, row.number ?? -1, row);
    const made = new SourceTable(headingOf(section), rows, placesOf, say);
    table.replaceWith(made.root);
    headOf(section).append(made.tools);
    return made;
  });
  const sourceOf = (marker: HTMLElement) => {
    const same = sources.get(numberOf(marker)) ?? [];
    return same.find((source) => source.url === urlOf(marker)) ?? (urlOf(marker) ? undefined : same[0]);
  };
  return { tables, sourceOf };
}

interface Section {
  section: HTMLElement;
  table: HTMLTableElement;
  rows: SourceRow[];
}

/** The static tables and their rows; a snippet that is known in one of them only is known to all. */
function sectionsOf(root: HTMLElement, answer: Shown): Section[] {
  const { citations, results } = sourceLists(answer, markersOf(root));
  const lists: [string, SourceRow[]][] = [[".pplx-sources.pplx-citations", citations], [".pplx-sources:not(.pplx-citations)", results]];
  const sections = lists.flatMap(([selector, rows]) => {
    const section = root.querySelector<HTMLElement>(selector);
    const table = section?.querySelector("table");
    return section && table && rows.length ? [{ section, table, rows }] : [];
  });
  const name = ({ url, title }: SourceRow) => url || title;
  const rows = sections.flatMap((section) => section.rows);
  const snippets = new Map(rows.filter((row) => row.snippet).map((row) => [name(row), row.snippet]));
  for (const row of rows) row.snippet ||= snippets.get(name(row)) ?? "";
  return sections;
}

/** The line of the heading, or one below it where the heading folds the section. */
function headOf(section: HTMLElement): HTMLElement {
  const heading = section.querySelector("h4, summary");
  const head = element("div", { class: "pplx-head" });
  heading?.after(head);
  if (heading?.tagName === "H4") head.append(heading);
  return head;
}

function headingOf(section: HTMLElement): string {
  const heading = section.querySelector("h4, summary")?.textContent ?? "Sources";
  return heading.replace(/\s*\(\d+\)$/, "");
}

/** What marks a place in the text: markers, those in an image's description, all in a text that is not rendered. */
const MARKED = ".pplx-text :is(.pplx-marker, .pplx-image), .pplx-plain";
const markersOf = (root: HTMLElement) => [...root.querySelectorAll(MARKED)].flatMap((node) => markersIn(node.textContent));
const markerNodes = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>(".pplx-text .pplx-marker")];
const numberOf = (marker: HTMLElement) => Number(/\d+/.exec(marker.textContent)?.[0] ?? -1);
const urlOf = (marker: HTMLElement) => marker.getAttribute("href") ?? "";

function placesByNumber(root: HTMLElement): Map<number, HTMLElement[]> {
  const places = new Map<number, HTMLElement[]>();
  for (const marker of markerNodes(root)) add(places, numberOf(marker), marker);
  return places;
}

function add<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** A plain click or Enter on a marker goes to its row; with Ctrl, Shift or the middle button it is the link it was. */
function followMarkers(root: HTMLElement, { tables, sourceOf }: Tables, signal: AbortSignal): void {
  for (const marker of markerNodes(root)) {
    if (!urlOf(marker) && sourceOf(marker)) marker.tabIndex = 0; // no link, yet it has a card and a row
  }
  new Card(root, sourceOf, signal);
  const follow = (event: MouseEvent | KeyboardEvent) => {
    const marker = event.target instanceof Element ? event.target.closest<HTMLElement>(".pplx-marker") : null;
    if (!marker || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = tables.map((table) => table.reveal(numberOf(marker), urlOf(marker))).find(Boolean);
    if (!row) return;
    event.preventDefault();
    jumpTo(row);
  };
  root.addEventListener("click", follow, { signal });
  root.addEventListener("keydown", (event) => event.key === "Enter" && follow(event), { signal });
}

function askForImages(root: HTMLElement, answer: Shown): void {
  const list = root.querySelector("ul.pplx-images");
  const asked = list && consent(answer.images);
  if (asked) list.after(asked);
}

function offerQuestions(root: HTMLElement, answer: Shown, say: Say): void {
  const list = root.querySelector("ul.pplx-related");
  if (list && answer.related_questions.length) list.replaceWith(relatedList(answer.related_questions, say));
}
