// Reads a saved answer that anybody may have written: every field is looked at, what has another type than
// expected counts as absent, long lists are cut. Only what the page shows is read; nothing is executed.
import { VERSION, type Answer, type Citation, type Image, type SearchResult } from "./saved";

const LIMIT_ROWS = 2_000;

export type Shown = Pick<Answer, "text" | "citations" | "search_results" | "images" | "related_questions"> & {
  evidence: unknown; // what a check found, which stands beside the answer; checked/findings.ts reads it
  references: unknown; // what a bibliography needs besides; references/beside.ts reads it
  accessed: string; // the day it was asked, "2026-11-30", or ""
};

type Fields = Record<string, unknown>;

/** The answer, or in a sentence why this is none. */
export function readSaved(saved: unknown): Shown | string {
  if (!isFields(saved) || !isFields(saved.answer)) return "This is not a saved answer.";
  if (saved.version !== VERSION) return "This answer was saved by another version: update pplx-notebook to see all of it.";
  const { answer } = saved;
  return {
    text: text(answer.text),
    citations: rows(answer.citations, citation),
    search_results: rows(answer.search_results, searchResult),
    images: rows(answer.images, image),
    evidence: saved.evidence,
    references: saved.references,
    related_questions: list(answer.related_questions).map(text).filter(Boolean),
    accessed: isFields(answer.asked) ? (/^\d{4}-\d{2}-\d{2}/.exec(text(answer.asked.at))?.[0] ?? "") : "",
  };
}

const citation = (row: Fields): Citation => ({ number: count(row.number), url: text(row.url), title: text(row.title) });

const searchResult = (row: Fields): SearchResult => ({
  title: text(row.title),
  url: text(row.url),
  date: text(row.date) || null,
  last_updated: text(row.last_updated) || null,
  snippet: text(row.snippet),
  source: text(row.source),
  id: typeof row.id === "number" ? count(row.id) : null,
});

const image = (row: Fields): Image => ({
  image_url: text(row.image_url),
  origin_url: text(row.origin_url),
  title: text(row.title),
  width: count(row.width),
  height: count(row.height),
});

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number => (Number.isSafeInteger(value) ? Math.max(0, value as number) : 0);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, LIMIT_ROWS) : []);
const rows = <T>(value: unknown, read: (row: Fields) => T): T[] => list(value).filter(isFields).map(read);
