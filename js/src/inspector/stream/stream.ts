// One response: its bytes, the reads they came in and the blocks they hold. Live and saved ones pass through the same
// `push` and `parse`. An event has the time of the read that completed it; bytes and times are the truth.
import type { Chunk, Entry, Read } from "../model";
import { chunksOf, kindOf, type Block } from "./block";
import { Framing, type Framed } from "./framing";
import { Slices } from "./slices";
import { utf8 } from "./text";

export interface Arrived {
  t: number;
  at: number; // offset of its first byte in the unpacked body
  n: number; // bytes after unpacking
  wire: number; // bytes on the wire
}

export class Stream {
  body = new Uint8Array(0);
  length = 0;
  readonly reads: Arrived[] = [];
  readonly blocks: Block[] = [];
  readonly chunks: Chunk[][] = []; // by block
  text = "";
  thinking = "";
  tokens = 0; // the server's count of what it wrote, 0 while it has not said it
  events = 0;
  firstText: number | undefined;
  packed = false; // the reads were compressed ones
  done = false;
  private readonly framing = new Framing();

  constructor(readonly entry: Entry) {}

  get isStream(): boolean {
    return this.entry.response.content.mimeType.includes("event-stream");
  }

  get end(): number {
    return this.done ? (this.entry._pplx.marks.end ?? this.lastRead) : this.lastRead;
  }

  get lastRead(): number {
    return this.reads.at(-1)?.t ?? 0;
  }

  /** Takes what came: all reads of it, and the bytes they brought. */
  push(bytes: Uint8Array, reads: readonly Read[]): void {
    this.makeRoom(bytes.length);
    this.body.set(bytes, this.length);
    let at = this.length;
    this.length += bytes.length;
    for (const [t, wire, unpacked] of reads) {
      const n = unpacked ?? wire;
      this.packed ||= unpacked !== undefined;
      this.reads.push({ t, at, n, wire });
      at += n;
    }
  }

  /** Finds the blocks that are complete by now, in slices. */
  async parse(): Promise<void> {
    if (!this.isStream) return;
    const slices = new Slices();
    for (;;) {
      const framed = this.framing.next(this.body, this.length);
      const before = this.blocks.at(-1);
      if (typeof framed === "number") {
        if (before) before.end = Math.max(before.end, framed);
        return;
      }
      if (before) before.end = framed.start; // blank lines between two belong to the first
      this.add(before ? framed : { ...framed, start: 0 }, false);
      if (slices.over) await slices.pause();
    }
  }

  finish(): void {
    if (this.done) return;
    this.done = true;
    const rest = this.isStream ? this.framing.rest(this.length) : undefined;
    if (rest) this.add(this.blocks.length ? rest : { ...rest, start: 0 }, true);
  }

  /** The read that brought the byte at this offset. */
  readOf(at: number): number {
    return lastWhere(this.reads, (read) => read.at <= at);
  }

  /** The time since the read before the one that completed it. */
  gapOf({ last }: Block): number {
    return last > 0 ? this.time(last) - this.time(last - 1) : 0;
  }

  time(read: number): number {
    return this.reads[read]?.t ?? 0;
  }

  /** The text of a block in small letters, for the filter. */
  lower(block: Block): string {
    return (block.lower ??= utf8(this.body.subarray(block.start, block.end)).toLowerCase());
  }

  private add(framed: Framed, unfinished: boolean): void {
    const i = this.blocks.length;
    const last = Math.max(0, this.readOf(framed.end - 1));
    const chunks = unfinished ? [] : (this.chunks[i] ?? []);
    const [text, thinking, usage] = ["TextDelta", "ReasoningDelta", "UsageReport"].map((name) => chunksOf(chunks, name));
    const t = this.time(last);
    this.text += text ?? "";
    this.thinking += thinking ?? "";
    this.tokens = Number(/^\d+/.exec(usage ?? "")?.[0] ?? this.tokens);
    if (text) this.firstText ??= t;
    if (framed.event && !unfinished) this.events += 1;
    this.blocks.push({
      ...framed,
      i,
      number: this.events,
      t,
      first: Math.max(0, this.readOf(framed.start)),
      last,
      kind: kindOf(chunks, framed.event, unfinished),
      chunks,
      text: text || (thinking ?? ""),
      textEnd: this.text.length,
      thinkEnd: this.thinking.length,
      unfinished,
    });
  }

  private makeRoom(bytes: number): void {
    if (this.length + bytes <= this.body.length) return;
    const grown = new Uint8Array(Math.max(this.body.length * 2, this.length + bytes, 65_536));
    grown.set(this.body.subarray(0, this.length));
    this.body = grown;
  }
}

/** The last place where it holds, in a list where it holds for a first part; -1: nowhere. */
export function lastWhere<T>(list: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [-1, list.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(list[middle] as T)) low = middle;
    else high = middle - 1;
  }
  return low;
}
