// The strip of sources while an answer is written, as soon as they are known.
import { enliven, stripOf } from "../shared/controls/source-strip";
import type { SourceRow } from "../shared/source-row";
import type { AnswerStore } from "./store";

export class SourcesStrip {
  readonly root = stripOf([]);
  private drawn: SourceRow[] = [];

  constructor(
    private readonly store: AnswerStore,
    signal: AbortSignal,
  ) {
    store.listen(() => this.draw(), signal);
    this.draw();
  }

  private draw(): void {
    const sources = this.store.get("sources");
    this.root.hidden = sources.length === 0 || !this.store.get("strip");
    if (sources === this.drawn) return;
    this.drawn = sources;
    this.root.replaceChildren(...stripOf(sources).childNodes);
    enliven(this.root);
  }
}
