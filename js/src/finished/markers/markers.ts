// The citation markers in a text, in all the forms that servers and models write: rule by rule
// pplx_notebook/protocol/markers.py (tests/cases/shared/markers.json holds for both).
import { readsLikeACitation } from "./citing";

/** A marker in the text: [3] or, of kind "web", [web:3]. */
export interface Marker {
  kind: string;
  number: number;
}

const MOST_IN_ONE = 20; // numbers in one pair of brackets; more is data
const ITEM = "(?:web:|citation:)?[0-9]{1,4}";
const ITEMS = `${ITEM}(?:(?: ?[,;–‑-] ?|,? (?:and|&) )${ITEM}){0,${MOST_IN_ONE}}`;
const PLACE = "(?:†[^\\[\\]【】\\n]{0,80})?"; // "†L3-L5": the lines a model read
const SQUARE = `(?<!\\\\)\\[(?<square>${ITEMS})${PLACE}\\](?!\\()`;
const LENS = `【(?<lens>${ITEMS})${PLACE}】`;
const NOTE = "(?<!\\\\)\\[\\^(?<note>[0-9]{1,4})\\^?\\](?![(:])";
const GROUP = new RegExp(`${SQUARE}|${LENS}|${NOTE}`, "g");
const NUMBER = /([–‑-]?) ?(web:|citation:)?([0-9]{1,4})/g;
const DEFINED = /^ {0,3}\[\^([0-9]{1,4})\]:/gm;
const KINDS: Readonly<Record<string, string>> = { "web:": "web", "citation:": "" };

/** The markers written in this text; whether they point to anything is not asked. */
export function markersIn(text: string): Marker[] {
  return groupsIn(text).flatMap(({ markers }) => markers);
}

/** The text without its groups of markers of which any is known, and without the spaces before them. */
export function withoutMarkers(text: string, isKnown: (number: number) => boolean): string {
  const known = groupsIn(text).filter(({ markers }) => markers.some(({ number }) => isKnown(number)));
  let [rest, from] = ["", 0];
  for (const { start, end } of known) {
    rest += text.slice(from, start).trimEnd();
    from = end;
  }
  return rest + text.slice(from);
}

interface Group {
  start: number;
  end: number;
  markers: Marker[];
}

function groupsIn(text: string): Group[] {
  const notes = new Set([...text.matchAll(DEFINED)].map(([, label]) => label));
  return [...text.matchAll(GROUP)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    markers: markersOf(found, text, notes),
  }));
}

function markersOf(found: RegExpExecArray, text: string, notes: ReadonlySet<string | undefined>): Marker[] {
  const { square, lens, note } = found.groups ?? {};
  if (note !== undefined) return notes.has(note) ? [] : [{ kind: "", number: Number(note) }];
  const written = square ?? lens ?? "";
  if (/^[0-9]+$/.test(written)) return [{ kind: "", number: Number(written) }];
  const numbers = numbersOf(written);
  const isPlain = square !== undefined && !written.includes(":") && !found[0].includes("†");
  if (!isPlain) return numbers;
  const hasNought = numbers.some(({ number }) => number === 0);
  return hasNought || !readsLikeACitation(text, found.index, found.index + found[0].length) ? [] : numbers;
}

/** The numbers of a list, ranges written out; none where one comes twice, falls, or is too long. */
function numbersOf(written: string): Marker[] {
  const numbers: Marker[] = [];
  let kind = "";
  for (const [, sign = "", prefix = "", digits] of written.matchAll(NUMBER)) {
    kind = KINDS[prefix] ?? kind;
    const number = Number(digits);
    const first = numbers.at(-1)?.number ?? number;
    if (!sign) numbers.push({ kind, number });
    else if (number <= first || number >= first + MOST_IN_ONE) return [];
    else for (let between = first + 1; between <= number; between++) numbers.push({ kind, number: between });
  }
  const different = new Set(numbers.map((marker) => `${marker.kind}:${marker.number}`));
  return different.size === numbers.length && numbers.length <= MOST_IN_ONE ? numbers : [];
}
