// One source as Markdown, BibTeX, RIS or CSL, in the form pplx_notebook/exports/ writes it (tests/cases/shared/citations.json,
// ris.json and csl.json hold for both). Text from the web never becomes a command of the format: everything special is escaped.
import type { SourceRow } from "../../shared/source-row";

type Format = (source: SourceRow, place: number) => string;

/** The formats by name. `place`: the row's place in its table, which tells rows apart that have no number. */
export const FORMATS = { Markdown: markdown, BibTeX: bibtex, RIS: ris, CSL: csl } satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

const BETWEEN: Readonly<Record<FormatName, string>> = { Markdown: "\n", BibTeX: "\n\n", RIS: "\n", CSL: ",\n" };

/** All rows of a table; CSL-JSON is a list. */
export function written(name: FormatName, rows: readonly SourceRow[]): string {
  const all = rows.map((row, index) => FORMATS[name](row, index + 1)).join(BETWEEN[name]);
  return name === "CSL" ? `[\n${all.replace(/^/gm, " ")}\n]` : all;
}

const MARKDOWN_SPECIAL = /[\\`*_{}[\]<>()#|!~$&]/g;

function markdown({ title, url }: SourceRow): string {
  const text = title.replace(MARKDOWN_SPECIAL, "\\$&");
  return url ? `[${text}](<${url}>)` : text;
}

// braces too: BibTeX counts them without looking at the backslash before them, and a title would end its own field
const LATEX = new Map(
  Object.entries({
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
  }),
);
const LATEX_SPECIAL = /[\\{}%$&#_^~]/g;
const IN_URL = new Map(Object.entries({ "{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", $: "%24" }));

function bibtex({ number, title, url, host, date }: SourceRow, place: number): string {
  const fields = [`  title = {${title.replace(LATEX_SPECIAL, (found) => LATEX.get(found) ?? `\\${found}`)}}`];
  if (url) fields.push(`  url = {${url.replace(/[{}\\^~$]/g, (found) => IN_URL.get(found) ?? found)}}`);
  const year = /^\d{4}/.exec(date)?.[0];
  if (year) fields.push(`  year = {${year}}`);
  const site = url ? host.replace(/^www\./, "").replace(/[^a-z0-9]/g, "") : "";
  return `@misc{${site || "source"}${keyEnd(site, number, place)},\n${fields.join(",\n")}\n}`;
}

/** What no other entry has behind the same site: BibTeX refuses a file that names two entries alike. */
function keyEnd(site: string, number: number | null, place: number): string {
  if (number === null) return `-${place}`;
  return /[0-9]$/.test(site) ? `_${number}` : `${number}`; // 10.0.0.1 as number 11 is not 10.0.0.11 as number 1
}

/** What Zotero, EndNote and Mendeley import. Every field of a row is one line, so that no title begins a tag. */
function ris({ title, url, date }: SourceRow): string {
  const fields = ["TY  - ELEC", `TI  - ${title}`];
  if (url) fields.push(`UR  - ${url}`);
  const [, year, month = "", day = ""] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date) ?? [];
  if (year) fields.push(`PY  - ${year}`);
  if (year && month) fields.push(`DA  - ${year}/${month}/${day}/`);
  return [...fields, "ER  - "].join("\n");
}

/** CSL-JSON, which Zotero, Pandoc and Quarto read. */
function csl({ title, url, date }: SourceRow, place: number): string {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date)?.slice(1).filter(Boolean).map(Number);
  const issued = parts ? { issued: { "date-parts": [parts] } } : {};
  return JSON.stringify({ id: `source-${place}`, type: "webpage", title, ...(url && { URL: url }), ...issued }, null, 1);
}
