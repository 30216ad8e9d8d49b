// Long work is done in slices, so that the page goes on: 8 ms, then a turn of the event loop.
const SLICE_MS = 8;

export class Slices {
  private until = performance.now() + SLICE_MS;

  get over(): boolean {
    return performance.now() > this.until;
  }

  async pause(): Promise<void> {
    await new Promise((go) => setTimeout(go));
    this.until = performance.now() + SLICE_MS;
  }
}
