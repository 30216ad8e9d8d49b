// Sources as Markdown, BibTeX, BibLaTeX, RIS or CSL, byte for byte as pplx_notebook/exports/ writes them (the command line;
// tests/cases/shared/citations.json, ris.json, csl.json and works.json hold for both). Which work a source is stands beside the
// answer. Text from the web never becomes a command of the format: everything special is escaped.
import { host } from "../../shared/links";
import type { SourceRow } from "../../shared/source-row";
import { beside, known, type Beside, type Known } from "./beside";
import type { FormatName, Write } from "./contract";
import { dateParts, iso } from "./dates";
import { inLatex, titleInLatex, urlInLatex } from "./latex-text";
import { citationKey } from "./key";
import { markdownLink, inMarkdown } from "./markdown-link";
import { samePage } from "./pages";

/** A source as a bibliography sees it. */
interface Told extends Omit<Known, "date"> {
  key: string;
  url: string;
  date: readonly number[];
  read: readonly number[]; // the day the answer was asked
}

const FORMATS: Readonly<Record<FormatName, (told: Told) => string>> = { Markdown: markdown, BibTeX: bibtex, BibLaTeX: biblatex, RIS: ris, CSL: csl };

/** A bibliography has each page once; CSL-JSON is a list. */
export const written: Write = (name, rows, { accessed, references }) => {
  const kept = beside(references);
  const told = rows.map((row) => toldOf(row, accessed, kept));
  if (name === "Markdown") return told.map((each, at) => `${at + 1}. ${markdown(each)}`).join("\n");
  const once = [...new Map(told.reverse().map((each) => [each.key, each])).values()].reverse();
  const all = once.map(FORMATS[name]);
  if (name === "CSL") return `[\n${all.join(",\n").replace(/^/gm, " ")}\n]`;
  return all.join(name === "RIS" ? "\n" : "\n\n");
};

function toldOf({ url, title, date }: SourceRow, accessed: string, beside: Beside): Told {
  const more = (url && beside.get(samePage(url))) || known(null);
  return { ...more, key: citationKey(url, title), title: more.title || title, url, date: dateParts(more.date || date), read: dateParts(url && accessed) };
}

/** By which work it is. */
const kindOf = ({ work }: Told, article: string, book: string, page: string) => (work === "article" ? article : work === "book" ? book : page);

const joined = (parts: readonly string[], between: string) => parts.filter(Boolean).join(between);

/** "Archived 2024-01-02"; "" without a copy. */
const archived = (told: Told) => told.archived_url && `Archived ${iso(dateParts(told.archived_at))}`.trimEnd();

function markdown(told: Told): string {
  const behind = inMarkdown(behindTitle(told));
  const copy = told.archived_url && markdownLink(archived(told), told.archived_url);
  return joined([markdownLink(told.title, told.url), behind, copy], ". ") + (behind || copy ? "." : "");
}

function behindTitle({ journal, volume, date, ids, version, read }: Told): string {
  const [doi, arxiv] = [ids.get("doi"), ids.get("arxiv")];
  const number = doi ? `doi:${doi}` : arxiv ? `arXiv:${arxiv}` : "";
  const parts = [joined([journal, volume], " "), iso(date), number, version && `version ${version}`, read.length ? `accessed ${iso(read)}` : ""];
  return joined(parts, ", ").replace(/^[av](?=ccessed |ersion )/, (first) => first.toUpperCase());
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

type Field = [name: string, value: string];

function bibtex(told: Told): string {
  const [year = "", month = 0] = told.date;
  const [address, day, page] = [urlInLatex(told.url), iso(told.read), kindOf(told, "", "", "misc")];
  const inUrl = !page || address.includes("%"); // pybtex takes the rest for a comment, but in "url"
  return entry(page || told.work, told, [
    ["journal", inLatex(told.journal)],
    ["volume", inLatex(told.volume)],
    ["year", `${year}`],
    ["month", MONTHS[month - 1] ?? ""],
    ...identifiers(told, ["doi", "isbn", "pmid", "pmcid"]),
    ["archivePrefix", told.ids.has("arxiv") ? "arXiv" : ""],
    ["url", inUrl ? address : ""],
    ["howpublished", inUrl ? "" : address && `\\url{${address}}`],
    ["urldate", inUrl ? "" : day],
    ["note", joined([page && day && `Accessed ${day}`, archivedNote(told)], ". ")],
  ]);
}

function biblatex(told: Told): string {
  const { ids } = told;
  return entry(kindOf(told, "article", "book", told.url ? "online" : "misc"), told, [
    ["journaltitle", inLatex(told.journal)],
    ["volume", inLatex(told.volume)],
    ["date", iso(told.date)],
    ["version", inLatex(told.version)],
    ...identifiers(told, ["doi", "isbn", "pmcid"]),
    ...(ids.has("arxiv") ? [] : eprint(ids.get("pmid"), "pubmed")),
    ["url", urlInLatex(told.url)],
    ["urldate", iso(told.read)],
    ["note", archivedNote(told)],
  ]);
}

const identifiers = ({ ids }: Told, names: readonly string[]): Field[] => [
  ...names.map((name): Field => [name, urlInLatex(ids.get(name) ?? "")]),
  ...eprint(ids.get("arxiv"), "arxiv"),
];

const eprint = (number = "", archive: string): Field[] => (number ? [["eprint", urlInLatex(number)], ["eprinttype", archive]] : []);

function archivedNote(told: Told): string {
  const address = urlInLatex(told.archived_url);
  return address && `${archived(told)} at ${address.includes("%") ? inLatex(address) : `\\url{${address}}`}`;
}

function entry(kind: string, { key, title }: Told, fields: Field[]): string {
  const all: Field[] = [["title", titleInLatex(title)], ...fields.filter(([, value]) => value)];
  return `@${kind}{${key},\n${all.map(([name, value]) => `  ${name} = ${name === "month" ? value : `{${value}}`}`).join(",\n")}\n}`;
}

/** What Zotero, EndNote and Mendeley import. Every field of a row is one line, so that no title begins a tag. */
function ris(told: Told): string {
  const { date, ids } = told;
  const number = [["arxiv", "arXiv:"], ["pmid", "PMID: "], ["pmcid", "PMCID: "]].find(([kind = ""]) => ids.has(kind));
  const fields: Field[] = [
    ["TY", kindOf(told, "JOUR", "BOOK", "ELEC")],
    ["ID", told.key],
    ["TI", told.title],
    ["T2", told.journal],
    ["VL", told.volume],
    ["PY", `${date[0] ?? ""}`],
    ["DA", date.length > 1 ? slashes(date) : ""],
    ["DO", ids.get("doi") ?? ""],
    ["SN", ids.get("isbn") ?? ""],
    ["AN", number ? `${number[1] ?? ""}${ids.get(number[0] ?? "") ?? ""}` : ""],
    ["UR", told.url],
    ["L2", told.archived_url],
    ["Y2", told.read.length ? slashes(told.read) : ""],
  ];
  return [...fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}`), "ER  - "].join("\n");
}

const slashes = (date: readonly number[]) => [0, 1, 2].map((place) => `${date[place] ?? ""}`.padStart(date[place] ? 2 : 0, "0")).join("/") + "/";

/** CSL-JSON, which Zotero, Pandoc and Quarto read. */
function csl(told: Told): string {
  const { ids, date, read, url, archived_url } = told;
  const some = (value: string | undefined) => value || undefined; // which JSON leaves out
  const day = (parts: readonly number[]) => (parts.length ? { "date-parts": [parts] } : undefined);
  const arxiv = told.work === "preprint" && `arXiv:${ids.get("arxiv") ?? ""}`;
  const custom = { identifiers: ids.size ? [...ids].map((each) => each.join(":")) : undefined, archived: some(iso(dateParts(told.archived_at))) };
  const item = {
    id: told.key,
    type: arxiv ? "article" : kindOf(told, "article-journal", "book", "webpage"),
    title: told.title,
    "container-title": some(told.journal),
    volume: some(told.volume),
    issued: day(date),
    ...Object.fromEntries(["doi", "isbn", "pmid", "pmcid"].map((kind) => [kind.toUpperCase(), ids.get(kind)])),
    ...(arxiv && { publisher: "arXiv", number: arxiv }),
    version: /^[0-9]+$/.test(told.version) ? told.version : undefined,
    URL: some(url),
    accessed: day(read),
    ...(archived_url && { archive: host(archived_url), archive_location: archived_url }),
    custom: custom.identifiers ?? custom.archived ? custom : undefined,
  };
  return JSON.stringify(item, null, 1);
}
