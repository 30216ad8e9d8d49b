// Bytes to blocks, the rule of pplx_notebook/inspect/blocks.py: a block is what stands between two blank lines. A line
// ends with LF, CR or CRLF; a CR ends it at once, and an LF right behind belongs to it. A byte order mark at the very
// start is no part of the first line. Blank lines behind a block belong to that block.
// The cases of tests/cases/shared/event-streams.json hold here, in Python and for the decoder itself.
import { utf8 } from "./text";

const LF = 10;
const CR = 13;
const COLON = 58;
const SPACE = 32;
const BOM = [0xef, 0xbb, 0xbf];

export interface Framed {
  start: number;
  end: number;
  event: boolean; // has a data line: it was handed over
  type: string;
}

/** Where the blocks of a growing body are: call `next` until it gives nothing more for what has come. */
export class Framing {
  private scanned = 0;
  private line = 0; // begin of the current line
  private begin = 0; // of the current block
  private lines = 0; // of it that are not blank
  private event = false;
  private type = "";
  private afterCR = false;
  private started = false;
  private readonly lf = new Next(LF);
  private readonly cr = new Next(CR);

  /** The next block that is complete; a number: there is none, and blank lines until there belong to the last one. */
  next(body: Uint8Array, length: number): Framed | number {
    if (!this.start(body, length)) return 0;
    while (this.scanned < length) {
      if (this.afterCR) {
        this.afterCR = false;
        if (body[this.scanned] === LF) {
          this.pass(this.scanned + 1);
          continue;
        }
      }
      const end = this.lineEnd(body, length);
      if (end < 0) break;
      const framed = this.take(body, end);
      this.afterCR = body[end] === CR;
      if (framed) return framed;
    }
    return this.lines ? 0 : this.begin;
  }

  /** What no blank line has finished. */
  rest(length: number): Framed | undefined {
    return length > this.begin ? { start: this.begin, end: length, event: this.event, type: this.type || "message" } : undefined;
  }

  private start(body: Uint8Array, length: number): boolean {
    if (this.started) return true;
    let n = 0;
    while (n < 3 && n < length && body[n] === BOM[n]) n++;
    if (n < 3 && n === length) return false; // it may still become one
    this.started = true;
    if (n === 3) this.scanned = this.line = 3;
    return true;
  }

  /** Where the current line ends, -1 where it does not yet. */
  private lineEnd(body: Uint8Array, length: number): number {
    const end = Math.min(this.lf.at(body, this.scanned, length), this.cr.at(body, this.scanned, length));
    return end < Infinity ? end : -1;
  }

  private take(body: Uint8Array, end: number): Framed | undefined {
    const { line, begin, event, type } = this;
    if (end > line) {
      this.field(body, line, end);
      this.lines += 1;
    }
    const complete = end === line && this.lines > 0;
    if (complete) {
      this.lines = 0;
      this.event = false;
      this.type = "";
    }
    this.pass(end + 1);
    return complete ? { start: begin, end: end + 1, event, type: type || "message" } : undefined;
  }

  /** A line ended before `from`; between two blocks it belongs to the one before. */
  private pass(from: number): void {
    this.scanned = this.line = from;
    if (!this.lines) this.begin = from;
  }

  private field(body: Uint8Array, start: number, end: number): void {
    if (isName(body, start, end, "data")) this.event = true;
    else if (isName(body, start, end, "event")) this.type = utf8(body.subarray(start + 6 + Number(body[start + 6] === SPACE), end));
  }
}

/** The next of one byte, looked for at memory speed, in no part of the body twice. */
class Next {
  private found = -1;
  private clear = 0; // there is none between the last one and here

  constructor(private readonly byte: number) {}

  at(body: Uint8Array, from: number, length: number): number {
    if (this.found >= from) return this.found;
    const start = Math.max(from, this.clear);
    this.found = start < length ? body.subarray(0, length).indexOf(this.byte, start) : -1;
    this.clear = this.found < 0 ? length : this.found;
    return this.found < 0 ? Infinity : this.found;
  }
}

function isName(body: Uint8Array, start: number, end: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if (body[start + i] !== name.charCodeAt(i)) return false;
  const after = start + name.length;
  return after === end || (after < end && body[after] === COLON);
}
