// An output that came without our HTML: its text as text, its sources as tables. Nothing is lost.
import { markersIn } from "../finished/markers/markers";
import type { Shown } from "../finished/read-saved";
import { sourceLists } from "../finished/sources/rows";
import { clean } from "../shared/clean";
import { element } from "../shared/element";
import { CONTAINER, type SourceRow } from "../shared/source-row";
import type { MimeModel } from "./jupyterlab";
import { staticTable } from "./static-table";

/** The answer as plain text; `saved` is the answer or why it could not be read. */
export function plainAnswer(data: MimeModel["data"], saved: Shown | string): HTMLElement {
  const text = typeof saved === "string" ? textOf(data["text/plain"]) : saved.text;
  const sections = typeof saved === "string" ? [] : tables(saved);
  return element("div", { class: CONTAINER }, element("div", { class: "pplx-text pplx-plain", dir: "auto" }, clean(text)), ...sections);
}

function tables(saved: Shown): HTMLElement[] {
  const { citations, results } = sourceLists(saved, markersIn(saved.text));
  const lists: [string, SourceRow[]][] = sameRows(citations, results)
    ? [["Citations and search results", citations]]
    : [["Citations", citations], ["Search results", results]];
  return lists.filter(([, rows]) => rows.length).map(([heading, rows]) => staticTable(heading, rows));
}

const sameRows = (one: SourceRow[], other: SourceRow[]) =>
  one.length === other.length && one.every((row) => other.some((its) => JSON.stringify(row) === JSON.stringify(its)));

/** A text face of a bundle; notebooks keep it as a string or as its lines. */
export function textOf(face: unknown): string {
  if (Array.isArray(face)) return face.filter((line) => typeof line === "string").join("");
  return typeof face === "string" ? face : "";
}
