// What a notebook saved in the middle of an answer holds: the page writes what it shows into the output, now and
// then, so that it costs no byte between kernel and page. Python does the same for answers that have ended.
import { MIME } from "../answer/saved";
import { staticTable } from "../answer/rows";
import { element } from "../element";
import type { Source } from "../model";
import { keepPlace } from "../place";
import { nodesOf } from "../sink";
import type { AnswerStore } from "../store";
import type { MimeBundle, MimeModel } from "./host";

const SOONEST_MS = 1_000;
const LATEST_MS = 10_000;
const GROWTH = 1.25; // in between once it has grown by a quarter: the work stays linear in the answer
const CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore";
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, pre, tr, summary, blockquote";
const NOTE = // the words of views/underway.py
  "This answer was still being written here. %pplx --last shows it whole while its kernel runs; otherwise run the cell again.";

export class Keeper {
  private keptAt = performance.now();
  private kept = 0;

  constructor(
    private readonly model: MimeModel,
    private readonly node: HTMLElement,
  ) {}

  /** Writes the answer so far into the output if it is time; at once when nothing more will come. */
  keep(store: AnswerStore): void {
    const waited = performance.now() - this.keptAt;
    const size = length(store);
    const grown = size > this.kept * GROWTH ? waited >= SOONEST_MS : waited >= LATEST_MS;
    if (size === this.kept || !(grown || store.lost)) return;
    this.kept = size;
    this.keptAt = performance.now();
    const goBack = keepPlace(this.node);
    this.model.setData({ data: { ...this.model.data, ...faces(store, this.model.data[MIME]) } });
    goBack();
  }
}

const length = ({ parts }: AnswerStore) => [...parts.reasoning, ...parts.text].reduce((sum, block) => sum + block.length, 0);

function faces(store: AnswerStore, saved: unknown): MimeBundle {
  const sources = store.get("sources");
  const text = element("div", { class: "pplx-text" }, ...store.parts.text.flatMap(nodesOf));
  const note = element("p", { class: "pplx-notice" }, element("em", {}, NOTE));
  const root = element("div", { class: CONTAINER }, note, ...reasoning(store), text, ...tables(sources));
  const words = plain(text);
  return {
    [MIME]: withText(saved, words, sources),
    "text/html": new XMLSerializer().serializeToString(root),
    "text/plain": [NOTE, words, ...listed(sources)].join("\n\n"),
  };
}

function reasoning({ parts }: AnswerStore): Node[] {
  if (!parts.reasoning.length) return [];
  const summary = element("summary", {}, "Reasoning");
  const thoughts = element("div", { class: "pplx-thoughts" }, ...parts.reasoning.flatMap(nodesOf));
  return [element("details", { class: "pplx-reasoning" }, summary, thoughts)];
}

const tables = (sources: Source[]) => (sources.length ? [staticTable("Sources so far", sources)] : []);

const listed = (sources: Source[]) =>
  sources.length ? ["Sources so far:\n" + sources.map(({ number, title, url }) => ` [${number ?? "-"}] ${title} ${url}`).join("\n")] : [];

/** The words of rendered blocks, a line for each paragraph, item and row. */
function plain(root: HTMLElement): string {
  const blocks = [...root.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
  return blocks.map((block) => (block.textContent ?? "").trim()).filter(Boolean).join("\n");
}

/** The saved answer with its words so far; formatting comes with the finished one. */
function withText(saved: unknown, text: string, sources: Source[]): unknown {
  const { answer, ...rest } = saved as { answer: object };
  const found = sources.map(({ number, title, url, date, snippet }) => ({ id: number, title, url, date: date || null, snippet }));
  return { ...rest, answer: { ...answer, text, search_results: found } };
}
