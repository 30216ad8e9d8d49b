// Sources as Markdown, BibTeX, BibLaTeX, RIS or CSL, in the form pplx_notebook/exports/ writes a web page (tests/cases/shared/
// citations.json, ris.json and csl.json hold for both; of identifiers, which make an article of a page, only the command line
// knows). Text from the web never becomes a command of the format: everything special is escaped.
import type { SourceRow } from "../../shared/source-row";
import { dateParts, iso } from "./dates";
import { inLatex, titleInLatex, urlInLatex } from "./latex-text";
import { citationKey } from "./pages";

/** `accessed`: the day the answer was asked, "2026-11-30", or "". */
type Format = (source: SourceRow, accessed: string) => string;

export const FORMATS = { Markdown: markdown, BibTeX: bibtex, BibLaTeX: biblatex, RIS: ris, CSL: csl } satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

const BETWEEN: Readonly<Record<FormatName, string>> = { Markdown: "\n", BibTeX: "\n\n", BibLaTeX: "\n\n", RIS: "\n", CSL: ",\n" };

/** All rows of a table, a bibliography each page once; CSL-JSON is a list. */
export function written(name: FormatName, rows: readonly SourceRow[], accessed: string): string {
  const once = name === "Markdown" ? rows : [...new Map([...rows].reverse().map((row) => [keyOf(row), row])).values()].reverse();
  const all = once.map((row) => FORMATS[name](row, accessed)).join(BETWEEN[name]);
  return name === "CSL" ? `[\n${all.replace(/^/gm, " ")}\n]` : all;
}

/** Its name in a bibliography. */
export const keyOf = ({ url, title }: SourceRow): string => citationKey(url, title);

const MARKDOWN_SPECIAL = /[\\`*_{}[\]<>()#|!~$&]/g;

function markdown({ title, url }: SourceRow): string {
  const text = title.replace(MARKDOWN_SPECIAL, "\\$&");
  return url ? `[${text}](<${url}>)` : text;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function bibtex(source: SourceRow, accessed: string): string {
  const [year, month = 0] = dateParts(source.date);
  const address = urlInLatex(source.url);
  const isPlain = !address.includes("%"); // pybtex takes the rest for a comment, but in "url"
  return entry("misc", source, [
    ["year", year ? `{${year}}` : ""],
    ["month", MONTHS[month - 1] ?? ""],
    ["url", isPlain ? "" : `{${address}}`],
    ["howpublished", address && isPlain ? `{\\url{${address}}}` : ""],
    ["urldate", address && isPlain && accessed ? `{${inLatex(accessed)}}` : ""],
    ["note", address && accessed && `{Accessed ${inLatex(accessed)}}`],
  ]);
}

function biblatex(source: SourceRow, accessed: string): string {
  const date = iso(dateParts(source.date));
  return entry(source.url ? "online" : "misc", source, [
    ["date", date && `{${date}}`],
    ["url", source.url && `{${urlInLatex(source.url)}}`],
    ["urldate", source.url && accessed && `{${inLatex(accessed)}}`],
  ]);
}

function entry(kind: string, source: SourceRow, fields: [string, string][]): string {
  const known = [["title", `{${titleInLatex(source.title)}}`] as const, ...fields.filter(([, value]) => value)];
  return `@${kind}{${keyOf(source)},\n${known.map(([name, value]) => `  ${name} = ${value}`).join(",\n")}\n}`;
}

/** What Zotero, EndNote and Mendeley import. Every field of a row is one line, so that no title begins a tag. */
function ris(source: SourceRow, accessed: string): string {
  const date = dateParts(source.date);
  const fields = [
    ["TY", "ELEC"],
    ["ID", keyOf(source)],
    ["TI", source.title],
    ["PY", `${date[0] ?? ""}`],
    ["DA", date.length > 1 ? slashes(date) : ""],
    ["UR", source.url],
    ["Y2", source.url && accessed && slashes(dateParts(accessed))],
  ];
  return [...fields.filter(([, value]) => value).map(([tag, value]) => `${tag ?? ""}  - ${value ?? ""}`), "ER  - "].join("\n");
}

const slashes = (date: readonly number[]) => [0, 1, 2].map((place) => `${date[place] ?? ""}`.padStart(date[place] ? 2 : 0, "0")).join("/") + "/";

/** CSL-JSON, which Zotero, Pandoc and Quarto read. */
function csl(source: SourceRow, accessed: string): string {
  const { title, url, number } = source;
  const [issued, read] = [dateParts(source.date), dateParts(url && accessed)];
  return JSON.stringify(
    {
      id: keyOf(source),
      type: "webpage",
      title,
      ...(issued.length && { issued: { "date-parts": [issued] } }),
      ...(url && { URL: url }),
      ...(read.length && { accessed: { "date-parts": [read] } }),
      ...(number && { custom: { number } }),
    },
    null,
    1,
  );
}
