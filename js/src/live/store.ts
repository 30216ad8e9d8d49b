// What has arrived, kept by the model so that every view, also a later one, draws the same. Views are told
// once per frame, however many messages a frame brought; the kernel is told what has been drawn.
import type { Model } from "./jupyter-model";
import { ended, type BlocksMessage, type Part, type Traits } from "./model";
import { writtenOut } from "./short-markers";

const ACK_INTERVAL_MS = 2000; // every message to the kernel costs two status messages on iopub, 1.2 kB
const RARE_MS = 400; // messages further apart than the calm pace: the kernel may take this page for a slow one
const RARE_ACK_INTERVAL_MS = 1000; // it should soon know better

export type Listener = () => void;

export class AnswerStore {
  readonly parts: Record<Part, string[]>;
  private readonly arrived: Record<Part, string[]>; // the same blocks as they travelled
  words: number;
  /** A message did not fit what stood here; the finished answer will. */
  gap = false;
  /** The kernel ended before the answer did: nothing more will come. */
  lost = false;
  private sequence: number;
  private acknowledged = -1;
  private pausing = false;
  private drawnAt = 0;
  private receivedAt = 0;
  private rare = false;
  private startedAt = 0;
  private frame = 0;
  private readonly listeners = new Set<Listener>();

  constructor(
    private readonly model: Model,
    private readonly acknowledge: (sequence: number, held_s: number) => void,
  ) {
    const { reasoning, text, words, sequence } = model.get("checkpoint");
    this.arrived = { reasoning: [...reasoning], text: [...text] };
    this.parts = { reasoning: this.writtenOut(reasoning), text: this.writtenOut(text) };
    this.words = words;
    this.sequence = sequence;
    this.setClock();
    model.on("msg:custom", (message) => this.receive(message));
    model.on("change:elapsed_s", () => this.setClock());
    for (const name of ["phase", "note", "sources", "strip", "notices", "how", "elapsed_s"] as const) {
      model.on(`change:${name}`, () => this.changed());
    }
  }

  get<K extends keyof Traits>(name: K): Traits[K] {
    return this.model.get(name);
  }

  get running(): boolean {
    return !this.lost && !ended(this.get("phase"));
  }

  /** Whole seconds since the question; stands still at the end. */
  get elapsed(): number {
    return this.running ? (performance.now() - this.startedAt) / 1000 : this.get("elapsed_s");
  }

  listen(listener: Listener, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener("abort", () => this.listeners.delete(listener));
  }

  /** To be called when the kernel has gone. */
  lose(): void {
    if (!this.running) return;
    this.lost = true;
    this.changed();
  }

  private receive(message: BlocksMessage): void {
    if (message.kind !== "blocks" || message.sequence <= this.sequence) return;
    this.rare = performance.now() - this.receivedAt > RARE_MS;
    this.receivedAt = performance.now();
    this.sequence = message.sequence;
    this.words = message.words;
    const blocks = this.arrived[message.part];
    const kept = (blocks[message.index] ?? "").slice(0, message.keep);
    this.gap ||= message.index > blocks.length || kept.length < message.keep;
    if (!this.gap) {
      const [first, ...rest] = message.blocks;
      const changed = first === undefined ? [] : [kept + first, ...rest];
      blocks.splice(message.index, Infinity, ...changed);
      this.parts[message.part].splice(message.index, Infinity, ...this.writtenOut(changed));
    }
    this.changed();
  }

  private writtenOut(blocks: string[]): string[] {
    const sources = this.get("sources");
    return blocks.map((block) => writtenOut(block, sources));
  }

  private changed(): void {
    if (this.frame) return;
    const draw = () => {
      this.frame = 0;
      for (const listener of this.listeners) listener();
      this.drawnAt = performance.now();
      this.report();
    };
    // a hidden page draws no frames, yet the kernel must not wait for it
    this.frame = document.hidden ? setTimeout(draw, 50) : requestAnimationFrame(draw);
  }

  private report(): void {
    if (this.sequence === this.acknowledged || this.pausing) return;
    this.acknowledged = this.sequence;
    this.acknowledge(this.sequence, (performance.now() - this.drawnAt) / 1000);
    this.pausing = true;
    setTimeout(() => {
      this.pausing = false;
      this.report();
    }, this.rare ? RARE_ACK_INTERVAL_MS : ACK_INTERVAL_MS);
  }

  private setClock(): void {
    this.startedAt = performance.now() - this.get("elapsed_s") * 1000;
  }
}
