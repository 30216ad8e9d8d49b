// The strip of sources: numbered, with their hosts, as soon as they are known.
import { element, link } from "./element";
import type { Source } from "./model";
import type { AnswerStore } from "./store";

const SHOWN = 8;

export class SourcesStrip {
  readonly root = element("nav", { class: "pplx-strip", "aria-label": "Sources so far" });
  private drawn: Source[] = [];

  constructor(
    private readonly store: AnswerStore,
    signal: AbortSignal,
  ) {
    store.listen(() => this.draw(), signal);
    this.draw();
  }

  private draw(): void {
    const sources = this.store.get("sources");
    if (sources === this.drawn) return;
    this.drawn = sources;
    this.root.replaceChildren(...sources.slice(0, SHOWN).map(chip));
    const more = sources.length - SHOWN;
    if (more > 0) this.root.append(element("span", { class: "pplx-more" }, `+${more}`));
    this.root.hidden = sources.length === 0;
  }
}

function chip(source: Source): HTMLElement {
  const number = element("span", { class: "pplx-number" }, source.number === null ? "" : String(source.number));
  const host = element("bdi", { class: "pplx-host" }, source.host || source.title);
  return link(source.url, { class: "pplx-chip", title: source.title }, number, host);
}
