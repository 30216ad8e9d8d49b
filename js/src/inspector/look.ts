// What is looked at. There is one cursor: choosing an event, scrubbing and playing move the same thing.
import type { Touch } from "./page/painter";
import { filterOf } from "./stream/filter";
import type { Block, Kind } from "./stream/block";
import { Slices } from "./stream/slices";
import { lastWhere, type Stream } from "./stream/stream";

export type Tab = "event" | "request" | "response" | "learn";

/** Where a reader was: kept when the live view becomes the saved one. */
export type Place = Pick<Look, "cursor" | "time" | "tab" | "hex" | "query" | "kind">;

export class Look {
  cursor = -1; // the block looked at; -1: before the first
  time = 0;
  shown: number[] = []; // the blocks that fit the filter
  query = "";
  kind: Kind | "" = "";
  tab: Tab = "event";
  hex = false;
  playing = false;
  speed = 1;
  reveal = false; // the list must bring the cursor into view

  constructor(
    public stream: Stream,
    public follow: boolean,
    readonly touch: Touch,
  ) {}

  get block(): Block | undefined {
    return this.stream.blocks[this.cursor];
  }

  /** Looks at another stream: a whole one at its first text, a broken one at what broke. */
  async open(stream: Stream): Promise<void> {
    this.playing = false;
    this.stream = stream;
    this.cursor = -1;
    this.time = 0;
    if (!stream.isStream && stream.done) this.tab = "response";
    else if (this.tab === "response") this.tab = "event";
    await this.sieve();
    const { blocks } = stream;
    const broken = blocks.at(-1)?.kind === "bad";
    this.go(this.follow || broken ? blocks.length - 1 : blocks.findIndex(({ kind }) => kind === "text"));
    this.touch("top", "time", "kinds", "panel", "answer", "bar", "head");
  }

  async takeUp({ cursor, time, tab, hex, query, kind }: Place): Promise<void> {
    Object.assign(this, { tab, hex });
    await this.filter(query, kind);
    this.setTime(time);
    this.go(cursor); // events of one read share its time
  }

  /** The stream has got more blocks, from this one on. */
  grew(from: number): void {
    const { blocks } = this.stream;
    const fits = filterOf(this.stream, this.query, this.kind);
    for (const block of blocks.slice(from)) if (fits(block)) this.shown.push(block.i);
    if (this.follow && blocks.length > from) this.go(blocks.length - 1);
    this.touch("top", "time", "kinds", "rows", "bar");
  }

  /** The reader chose an event: following and playing end. */
  select(i: number): void {
    this.rest();
    this.tab = "event";
    this.go(i);
  }

  go(i: number): void {
    const { blocks } = this.stream;
    if (!blocks.length) return;
    this.cursor = Math.max(0, Math.min(i, blocks.length - 1));
    this.time = this.block?.t ?? 0;
    this.reveal = true;
    this.touch("rows", "head", "answer", "panel", "bar");
  }

  /** The reader chose a moment. */
  scrub(t: number): void {
    this.rest();
    this.setTime(t);
  }

  setTime(t: number): void {
    this.time = Math.max(0, Math.min(t, this.stream.end));
    const cursor = lastWhere(this.stream.blocks, (block) => block.t <= this.time);
    if (cursor !== this.cursor) {
      this.cursor = cursor;
      this.reveal = true;
      this.touch("rows", "answer", "panel");
    }
    this.touch("head", "bar");
  }

  setFollow(on: boolean): void {
    this.follow = on;
    if (on) this.go(this.stream.blocks.length - 1);
    this.touch("bar");
  }

  rest(): void {
    if (this.follow || this.playing) this.touch("bar");
    this.follow = this.playing = false;
  }

  show(tab: Tab): void {
    this.tab = tab;
    this.touch("panel");
  }

  /** Where the cursor is among the rows shown: at the last one not after it. */
  get position(): number {
    return lastWhere(this.shown, (i) => i <= this.cursor);
  }

  async filter(query: string, kind: Kind | ""): Promise<void> {
    this.query = query;
    this.kind = kind;
    await this.sieve();
  }

  private async sieve(): Promise<void> {
    const { stream, query, kind } = this;
    const fits = filterOf(stream, query, kind);
    const found: number[] = [];
    const slices = new Slices();
    for (let i = 0; i < stream.blocks.length; i++) {
      const block = stream.blocks[i];
      if (block && fits(block)) found.push(i);
      if (slices.over) await slices.pause();
      if (stream !== this.stream || query !== this.query || kind !== this.kind) return; // asked anew meanwhile
    }
    this.shown = found;
    this.reveal = true;
    this.touch("rows", "kinds");
  }
}
