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
  private scanned = -1; // -1: it is not decided yet whether a byte order mark stands first
  private line = 0; // begin of the current line
  private begin = 0; // of the current block
  private inside = false; // it has a line that is not blank
  private event = false;
  private type = "";

  /** The next block that is complete; a number: there is none, and blank lines until there belong to the last one. */
  next(body: Uint8Array, length: number): Framed | number {
    if (this.scanned < 0) {
      let n = 0;
      while (n < 3 && n < length && body[n] === BOM[n]) n++;
      if (n < 3 && n === length) return 0;
      this.scanned = this.line = n === 3 ? n : 0;
    }
    while (this.scanned < length) {
      const at = this.scanned++;
      const byte = body[at];
      if (byte !== LF && byte !== CR) continue;
      if (byte === LF && at === this.line && body[at - 1] === CR) this.pass();
      else if (at > this.line) {
        this.field(body, this.line, at);
        this.inside = true;
        this.line = at + 1;
      } else if (!this.inside) this.pass();
      else return this.complete();
    }
    return this.inside ? 0 : this.begin;
  }

  /** What no blank line has finished. */
  rest(length: number): Framed | undefined {
    const { begin: start, event, type } = this;
    return length > start ? { start, end: length, event, type } : undefined;
  }

  private complete(): Framed {
    const { begin: start, scanned: end, event, type } = this;
    this.inside = this.event = false;
    this.type = "";
    this.pass();
    return { start, end, event, type: type || "message" };
  }

  /** A line ended here; between two blocks it belongs to the one before. */
  private pass(): void {
    this.line = this.scanned;
    if (!this.inside) this.begin = this.scanned;
  }

  private field(body: Uint8Array, start: number, end: number): void {
    if (isName(body, start, end, "data")) this.event = true;
    else if (isName(body, start, end, "event")) this.type = utf8(body.subarray(start + 6 + Number(body[start + 6] === SPACE), end));
  }
}

function isName(body: Uint8Array, start: number, end: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if (body[start + i] !== name.charCodeAt(i)) return false;
  const after = start + name.length;
  return after === end || body[after] === COLON;
}
