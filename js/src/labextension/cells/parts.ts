// What the text of a code cell holds for us: a cell that is one question (%%pplx), or lines that each ask one (%pplx)
// among Python. Options are read as magic/options.py reads them, {{names}} as magic/template.py finds them
// (tests/cases/shared/question-cells.json holds for both).

export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Kind = "magic" | "option" | "value" | "question";

export interface Part extends Range {
  readonly kind: Kind;
  readonly names: readonly Range[]; // the {{names}} of a question
}

/** One question with its magic and options. */
export interface Asking extends Range {
  readonly parts: readonly Part[];
}

/** "cell": one question; "lines": Python with questions; null: none of ours. */
export type CellKind = "cell" | "lines" | null;

export const HEAD_CHARACTERS = 1_000; // within them a cell's magic begins
const OUTER = /^\s*%%(?!(?:time|capture|pplx)(?:\s|$))/; // magics of a cell whose body IPython reads otherwise
const CELL = /^(?:[ \t]*\n)*[ \t]*(?:%%(?:time|capture)(?:[ \t][^\n]*)?\n[ \t]*)*%%pplx(?=\s|$)/;
const LINE = /^[ \t]*%pplx(?=[ \t]|$)/m;
const MAGIC = /%%?\w+/g;
const WORD = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S)+/g; // quoted runs may hold spaces
const NAME = /\{\{\s*[A-Za-z][A-Za-z0-9_]*\s*\}\}/g;
const QUOTES = /\\.|"""|'''|["'#]/g;

/** The options that take the next word as their value. */
export const WITH_VALUE = new Set([
  "into", "model", "provider", "base-url", "recency", "domain", "thread", "max-earlier", "threads", "fork", "trim",
  "export", "load", "view", "sources", "record", "replay", "record-on-miss", "replay-speed", "set", "header",
  "attach", "schema", "template", "save-template", "forget-template",
  "bibliography", "cache", "check-with", "max-cost-usd", "each", "max-active", "requests-per-minute", "resume",
]);

/** What a cell is by its first characters; `asks`: some line of it begins like a question. */
export function kindOf(head: string, asks: boolean): CellKind {
  if (CELL.test(head)) return "cell";
  return asks && !OUTER.test(head) ? "lines" : null;
}

/** True if some line begins like a question. */
export const mayAsk = (text: string) => LINE.test(text);

/** The questions of a cell's whole text. */
export function questionsIn(text: string, kind: CellKind): Asking[] {
  if (kind === "lines") return [...askingLines(text)];
  const magics = kind === "cell" ? CELL.exec(text)?.[0] : undefined;
  if (magics === undefined) return [];
  const end = endOfLine(text, magics.length);
  const { parts, verbatim } = optionsIn(text, magics.length, end);
  const body = end < text.length ? [question(text, end + 1, text.length, verbatim)] : [];
  return [{ from: 0, to: text.length, parts: [...magicsIn(magics), ...parts, ...body] }];
}

function* askingLines(text: string): Generator<Asking> {
  let open = "";
  for (let from = 0; from < text.length; ) {
    let end = endOfLine(text, from);
    const line = text.slice(from, end);
    const magic = open ? undefined : LINE.exec(line)?.[0];
    if (magic === undefined) {
      open = quoteAfter(line, open);
    } else {
      while (text[end - 1] === "\\" && end < text.length) end = endOfLine(text, end + 1);
      yield askingLine(text, from, from + magic.length, end);
    }
    from = end + 1;
  }
}

function askingLine(text: string, from: number, behind: number, end: number): Asking {
  const { parts, verbatim, at } = optionsIn(text, behind, end);
  const start = at + (/^\s*/.exec(text.slice(at, end))?.[0].length ?? 0);
  const asked = start < end ? [question(text, start, end, verbatim)] : [];
  const magic = part("magic", behind - "%pplx".length, behind);
  return { from, to: Math.min(end + 1, text.length), parts: [magic, ...parts, ...asked] };
}

/** The triple quote that is still open behind a line of Python; "" outside of strings. */
function quoteAfter(line: string, before: string): string {
  let open = before;
  for (const [found] of line.matchAll(QUOTES)) {
    if (found === "#" && !open) break;
    if (open) open = found.startsWith(open) ? "" : open;
    else if (!found.startsWith("\\")) open = found;
  }
  return open.length === 1 ? "" : open;
}

interface Options {
  readonly parts: Part[];
  readonly verbatim: boolean;
  readonly at: number; // where they end
}

/** The options at the head of a line. */
function optionsIn(text: string, from: number, end: number): Options {
  const line = text.slice(0, end);
  const parts: Part[] = [];
  let [at, verbatim] = [from, false];
  for (let word = wordAt(line, at); word && /^-./.test(word[0]); word = wordAt(line, at)) {
    const [start, written] = [word.index, word[0]];
    at = start + written.length;
    const name = written.split("=", 1)[0] ?? "";
    parts.push(part("option", start, start + name.length));
    if (written === "--") break;
    verbatim ||= name === "--verbatim";
    const takes = WITH_VALUE.has(name.replace(/^-+/, ""));
    let begin = start + name.length + 1;
    if (takes && name === written) [begin, at] = nextValue(line, at);
    if (begin < at) parts.push(part("value", begin, at));
  }
  return { parts, verbatim, at };
}

/** The word behind an option, with braces and brackets kept whole; nothing where another option follows. */
function nextValue(line: string, at: number): [number, number] {
  let word = wordAt(line, at);
  if (!word || /^--./.test(word[0])) return [at, at];
  const begin = word.index;
  let end = begin + word[0].length;
  while (unbalanced(line.slice(begin, end)) && (word = wordAt(line, end))) end = word.index + word[0].length;
  return [begin, end];
}

function unbalanced(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "");
  const count = (sign: string) => bare.split(sign).length;
  return count("{") > count("}") || count("[") > count("]");
}

function wordAt(line: string, at: number): RegExpExecArray | null {
  WORD.lastIndex = at;
  return WORD.exec(line);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function question(text: string, from: number, to: number, verbatim: boolean): Part {
  return { kind: "question", from, to, names: verbatim ? [] : matchesIn(NAME, text.slice(from, to), from) };
}

const magicsIn = (head: string) => matchesIn(MAGIC, head, 0)
  .filter(({ from }) => /(?:^|\n)[ \t]*$/.test(head.slice(0, from)))
  .map(({ from, to }) => part("magic", from, to));
const matchesIn = (pattern: RegExp, text: string, offset: number): Range[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ from: offset + index, to: offset + index + found.length }));
const part = (kind: Kind, from: number, to: number): Part => ({ kind, from, to, names: [] });
