// What a check found of an answer, as a notebook keeps it: the contract with pplx_notebook/evidence/results/kept.py, and the
// look of each verdict with pplx_notebook/document/findings/values.py; tests/test_labextension_files.py compares both.
// Anybody may have written it: what has another type than expected counts as absent.
import { oneLine } from "../../shared/clean";

export const EVIDENCE_VERSION = 1;
const LIMIT_ROWS = 2_000;
const LIMIT_CHARACTERS = 600;

export type Look = "found" | "differs" | "missing" | "open";

interface Verdict {
  look: Look;
  sign: string;
  said: string; // of a marker, for whoever listens
}

/** What matters most first. */
export const VERDICTS: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ["differs", { look: "differs", sign: "≠", said: "differs from its source" }],
  ["not found", { look: "missing", sign: "∅", said: "not found in its source" }],
  ["quoted", { look: "found", sign: "❝", said: "quoted in its source" }],
  ["supported", { look: "found", sign: "✓", said: "supported by its source" }],
  ["unclear", { look: "open", sign: "?", said: "unclear whether its source says it" }],
  ["unreachable", { look: "open", sign: "⊘", said: "its source could not be read" }],
  ["not fetched", { look: "open", sign: "…", said: "its source was not fetched" }],
]);

/** What one source says of one sentence. */
export interface Finding {
  sentence: string;
  number: number;
  url: string;
  verdict: string;
  passage: string;
  differs: string;
  reason: string; // why nothing could be read
}

export interface Findings {
  rows: Finding[];
  markers: number[]; // the row of each marker of the text in reading order, -1 for none
  uncited: string[];
}

type Fields = Record<string, unknown>;

/** Reads what was found; null where nobody checked, or another version wrote it. */
export function readFindings(saved: unknown): Findings | null {
  if (!isFields(saved) || saved.version !== EVIDENCE_VERSION) return null;
  const sentences = list(saved.sentences).map(text);
  const urls = isFields(saved.urls) ? saved.urls : {};
  return {
    rows: list(saved.rows).map((row) => finding(isFields(row) ? row : {}, sentences, urls)),
    markers: list(saved.markers).map((place) => (Number.isSafeInteger(place) ? (place as number) : -1)),
    uncited: list(saved.uncited).map(text).filter(Boolean),
  };
}

function finding(row: Fields, sentences: string[], urls: Fields): Finding {
  const number = Number.isSafeInteger(row.number) ? Math.max(0, row.number as number) : 0;
  const verdict = text(row.verdict);
  return {
    number,
    url: typeof row.url === "string" ? row.url : text(urls[String(number)]),
    sentence: sentences[Number(row.sentence)] ?? "",
    verdict: VERDICTS.has(verdict) ? verdict : "unclear",
    passage: text(row.passage),
    differs: text(row.differs),
    reason: text(row.reason),
  };
}

/** "1 differs, 2 quoted" and "≠ 1 ❝ 2". */
export function tally(findings: Finding[]): { words: string; signs: string } {
  const counts = [...VERDICTS].flatMap(([verdict, { sign }]) => {
    const count = findings.filter((each) => each.verdict === verdict).length;
    return count ? [{ words: `${count} ${verdict}`, signs: `${sign}\u00a0${count}` }] : [];
  });
  return { words: counts.map(({ words }) => words).join(", "), signs: counts.map(({ signs }) => signs).join(" ") };
}

export const verdictOf = ({ verdict }: Finding): Verdict => VERDICTS.get(verdict) ?? { look: "open", sign: "", said: "" };

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? oneLine(value, LIMIT_CHARACTERS) : "");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, LIMIT_ROWS) : []);
