// One view of an answer: the text as blocks, below it what is known of its sources and its state. The text
// stands where the finished output will put it, so that nothing moves at the hand-over.
import { element } from "./element";
import { follow } from "./follow";
import type { Line } from "./line";
import type { Model } from "./host";
import { patch } from "./patch";
import { nodesOf } from "./sink";
import { SourcesStrip } from "./sources";
import { StatusLine } from "./status";
import { stop } from "./stop";
import type { AnswerStore } from "./store";

export class AnswerView {
  private readonly text = element("div", { class: "pplx-text jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore" });
  private readonly foot: HTMLElement;
  private drawn: string[] = [];
  private firstNodes: (ChildNode | null)[] = []; // where each drawn block begins

  constructor(
    private readonly root: HTMLElement,
    private readonly store: AnswerStore,
    model: Model,
    line: Line,
    signal: AbortSignal,
  ) {
    const strip = new SourcesStrip(store, signal);
    const status = new StatusLine(store, () => stop(model, line), signal);
    this.foot = element("div", { class: "pplx-foot" }, strip.root, status.root);
    root.classList.add("pplx-live");
    root.replaceChildren(this.text, this.foot);
    store.listen(() => this.draw(), signal);
    this.draw();
  }

  private draw(): void {
    const { blocks } = this.store;
    let index = 0;
    while (index < this.drawn.length && this.drawn[index] === blocks[index]) index++;
    if (index === blocks.length && index === this.drawn.length) return;
    const goAlong = follow(this.root, this.foot);
    for (; index < Math.max(blocks.length, this.drawn.length); index++) this.drawBlock(index, blocks[index]);
    this.drawn = [...blocks];
    this.firstNodes.length = blocks.length;
    goAlong();
  }

  /** Makes one block's nodes what `html` says; undefined takes them away. No wrapper elements: Jupyter's
   * own margins between paragraphs and headings stay as in the finished output. */
  private drawBlock(index: number, html: string | undefined): void {
    const nodes = html === undefined ? [] : nodesOf(html);
    const start = this.firstNodes[index] ?? null;
    const end = this.firstNodes.slice(index + 1).find((node) => node) ?? null;
    const before = start ? start.previousSibling : (end?.previousSibling ?? this.text.lastChild);
    if (start) patch(this.text, start, end, nodes);
    else for (const node of nodes) this.text.insertBefore(node, end);
    this.firstNodes[index] = nodes.length ? (before ? before.nextSibling : this.text.firstChild) : null;
  }
}
