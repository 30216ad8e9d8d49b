// Draws what has changed, at most once a frame, a few milliseconds of it, and some parts less often.
export const PARTS = ["top", "time", "head", "rows", "answer", "bar", "kinds", "panel"] as const;
export type Part = (typeof PARTS)[number];
export type Draws = Record<Part, () => void>;
export type Touch = (...parts: Part[]) => void;

const FRAME_MS = 6; // what is left over is drawn in the next one

export class Painter {
  private readonly dirty = new Set<Part>();
  private readonly drawnAt = new Map<Part, number>();
  private frame = 0;
  private late: ReturnType<typeof setTimeout> | undefined;
  private draws: Draws | undefined;

  /** `pauseOf`: how many milliseconds lie between two pictures of a part, 0: none. */
  constructor(private readonly pauseOf: (part: Part) => number) {}

  readonly touch: Touch = (...parts) => {
    for (const part of parts) this.dirty.add(part);
    this.frame ||= requestAnimationFrame(() => this.paint());
  };

  start(draws: Draws): void {
    this.draws = draws;
    this.touch(...PARTS);
  }

  stop(): void {
    this.draws = undefined;
    clearTimeout(this.late);
  }

  /** Draws a part now: who moves the focus to it needs it there. */
  now(part: Part): void {
    this.dirty.delete(part);
    this.drawnAt.set(part, performance.now());
    this.draws?.[part]();
  }

  private paint(): void {
    this.frame = 0;
    const began = performance.now();
    let waits = false;
    for (const part of PARTS) {
      if (!this.draws || !this.dirty.has(part)) continue;
      if (performance.now() - began > FRAME_MS) {
        this.touch();
        return;
      }
      if (began - (this.drawnAt.get(part) ?? -1e9) < this.pauseOf(part)) waits = true;
      else this.now(part);
    }
    clearTimeout(this.late);
    if (waits) this.late = setTimeout(() => this.touch(), 50);
  }
}
