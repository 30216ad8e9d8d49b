// An output that came without our HTML: its text as text, its sources as tables. Nothing is lost.
import { clean } from "../shared/clean";
import type { Shown } from "../finished/read-saved";
import { staticTable, tablesOfAnswer } from "../finished/table-rows";
import { element } from "../shared/element";
import { CONTAINER } from "../shared/source-row";
import type { MimeModel } from "./jupyterlab";

/** The answer as plain text; `saved` is the answer or why it could not be read. */
export function plainAnswer(data: MimeModel["data"], saved: Shown | string): HTMLElement {
  const text = typeof saved === "string" ? textOf(data["text/plain"]) : saved.text;
  const tables = typeof saved === "string" ? [] : tablesOfAnswer(saved, []);
  const sections = tables.map(([heading, rows]) => staticTable(heading, rows));
  return element("div", { class: CONTAINER }, element("div", { class: "pplx-text pplx-plain", dir: "auto" }, clean(text)), ...sections);
}

/** A text face of a bundle; notebooks keep it as a string or as its lines. */
export function textOf(face: unknown): string {
  if (Array.isArray(face)) return face.filter((line) => typeof line === "string").join("");
  return typeof face === "string" ? face : "";
}
