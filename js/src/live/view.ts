// One view of an answer. Top to bottom it has the elements, classes and heights of the finished output
// (views/faces/html.py): how it was found, the text, its sources, one last line, so that nothing moves at the hand-over.
// All of it stands in one element that may be moved out of the widget's: js/src/labextension/live-output.ts does so, and
// makes the finished output of the very same nodes.
import { Card, sourceLines } from "../shared/card";
import { element } from "../shared/element";
import { CONTAINER } from "../shared/source-row";
import { showState } from "../shared/states";
import { typeset } from "../shared/typeset";
import { Blocks } from "./blocks";
import { Follower } from "./follow-end";
import type { Model } from "./jupyter-model";
import type { Line } from "./kernel-line";
import { Reasoning } from "./reasoning";
import { SourcesStrip } from "./source-strip";
import { StatusLine } from "./status";
import { stop } from "./stop";
import type { AnswerStore } from "./store";

export interface Session {
  store: AnswerStore;
  model: Model;
  line: Line;
}

export class AnswerView {
  private readonly answer: HTMLElement;
  private readonly reasoning: Reasoning;
  private readonly text = element("div", { class: "pplx-text" });
  private readonly blocks = new Blocks(this.text);
  private readonly follower: Follower;

  constructor(
    place: HTMLElement,
    private readonly session: Session,
    signal: AbortSignal,
  ) {
    const { store, model, line } = session;
    const root = element("div", { class: "pplx-live" });
    this.follower = new Follower(root);
    this.reasoning = new Reasoning(signal);
    store.listen(() => this.draw(), signal); // first of all listeners: it measures, the others only write
    const strip = new SourcesStrip(store, signal);
    const status = new StatusLine(store, () => stop(model, line), signal);
    const parts = [status.root, this.reasoning.root, this.text, strip.root];
    this.answer = element("div", { class: `${CONTAINER} pplx-drawn` }, ...parts);
    root.append(this.answer);
    place.replaceChildren(root);
    new Card(root, (marker) => linesOf(marker, store), signal);
    this.draw();
  }

  private draw(): void {
    const { store, model } = this.session;
    this.reasoning.draw(store);
    showState(this.answer, store.lost ? "cut off" : store.get("phase"));
    if (!this.blocks.differ(store.parts.text)) return;
    const goAlong = this.follower.before();
    typeset(this.blocks.draw(store.parts.text), model.widget_manager?.rendermime?.latexTypesetter);
    goAlong();
  }
}

function linesOf(marker: HTMLElement, store: AnswerStore): HTMLElement[] | undefined {
  const source = store.get("sources").find(({ url }) => url !== "" && url === marker.getAttribute("href"));
  return source && sourceLines(source);
}
