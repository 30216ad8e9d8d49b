// The model's reasoning, foldable: open while it thinks and nothing else is to be read, folded once the answer
// is written, unless the reader opened or closed it. Same elements as in the finished output (views/faces/html.py).
import { element } from "../shared/element";
import { Blocks } from "./blocks";
import type { AnswerStore } from "./store";

const heading = (how: string, thinking: boolean): string => {
  if (!thinking) return how || "Reasoning";
  return how && how !== "Reasoning" ? `${how} …` : "Thinking …";
};

export class Reasoning {
  private readonly summary = element("summary", {}, "Reasoning");
  private readonly body = element("div", { class: "pplx-thoughts" });
  private readonly blocks = new Blocks(this.body);
  readonly root = element("details", { class: "pplx-how" }, this.summary, this.body);
  private readers = false; // the reader has decided

  constructor(signal: AbortSignal) {
    this.summary.addEventListener("click", () => (this.readers = true), { signal });
  }

  draw(store: AnswerStore): void {
    const { reasoning, text } = store.parts;
    const thinking = store.running && text.length === 0;
    this.root.hidden = reasoning.length === 0;
    this.summary.textContent = heading(store.get("how"), thinking);
    if (!this.readers) this.root.open = thinking;
    if (!this.blocks.differ(reasoning)) return;
    this.blocks.draw(reasoning);
    this.body.scrollTop = this.body.scrollHeight;
  }
}
