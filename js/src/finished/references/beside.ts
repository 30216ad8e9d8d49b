// What a notebook keeps of an answer's sources for a bibliography, beside the answer: which work each is, its identifiers, its
// whole title, its copy in an archive. Written by pplx_notebook/evidence/identifiers/beside.py; who wrote this one is not known.
import { oneLine } from "../../shared/clean";
import { safeUrl } from "../../shared/links";
import { samePage } from "./pages";

const FIELDS = ["title", "date", "work", "journal", "volume", "version", "archived_at"] as const;
const LIMIT_ROWS = 2_000;

/** `ids` are identifiers by kind, in order; `archived_url` is "" or may be a link. */
export interface Known extends Record<(typeof FIELDS)[number], string> {
  ids: ReadonlyMap<string, string>;
  archived_url: string;
}

/** What is known of each page, by its name. */
export type Beside = ReadonlyMap<string, Known>;

export const beside = (saved: unknown): Beside => new Map((Array.isArray(saved) ? saved.slice(0, LIMIT_ROWS) : []).map((row) => [samePage(safeUrl(text(row, "url"))), known(row)]));

export function known(row: unknown): Known {
  const listed: unknown[] = isObject(row) && Array.isArray(row.identifiers) ? row.identifiers : [];
  return {
    ...(Object.fromEntries(FIELDS.map((name) => [name, text(row, name)])) as Record<(typeof FIELDS)[number], string>),
    ids: new Map(listed.map((each) => /^([a-z]+):(.+)/.exec(line(each))).map((found) => [found?.[1] ?? "", found?.[2] ?? ""])),
    archived_url: safeUrl(text(row, "archived_url")),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const line = (value: unknown) => (typeof value === "string" ? oneLine(value, 4_000) : "");
const text = (row: unknown, name: string) => (isObject(row) ? line(row[name]) : "");
