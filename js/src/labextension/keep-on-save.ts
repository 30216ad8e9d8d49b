// What a notebook saved in the middle of an answer holds: the page writes what it shows into the output just before
// JupyterLab saves it, so that it costs no byte between kernel and page and nothing while the answer is written (at
// every change of an output JupyterLab reads all its HTML for the table of contents). Python does the same for answers
// that have ended.
import { MIME } from "../finished/saved";
import type { AnswerStore } from "../live/store";
import { element } from "../shared/element";
import { keepPlace } from "../shared/reading-place";
import { nodesOf } from "../shared/sink";
import { CONTAINER, type SourceRow } from "../shared/source-row";
import { staticTable } from "./static-table";
import type { MimeBundle, MimeModel, Widget } from "./jupyterlab";
import { above } from "./notebook-around";
import { textOf } from "./plain-output";

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, pre, tr, summary, blockquote";
const NOTE = // the words of views/faces/unfinished_bundle.py
  "This answer was still being written here. %pplx --last shows it whole while its kernel runs; otherwise run the cell again.";

export class Keeper {
  private listening = false;
  private store: AnswerStore | undefined;
  private kept = 0;

  constructor(
    private readonly model: MimeModel,
    private readonly output: Widget,
    private readonly signal: AbortSignal,
  ) {}

  /** Keeps what is on the page before each save of the notebook this output stands in by now. */
  beforeSaves(): void {
    const saves = above(this.output, "context")?.saveState;
    if (!saves || this.listening) return;
    this.listening = true;
    const save = (_: unknown, state: string) => state === "started" && this.keep();
    saves.connect(save);
    this.signal.addEventListener("abort", () => saves.disconnect(save));
  }

  /** To be called when `store` has been drawn; keeps it at once when nothing more will come. */
  drawn(store: AnswerStore): void {
    this.store = store;
    if (store.lost) this.keep();
  }

  /** Writes the answer so far into the output. */
  private keep(): void {
    if (!this.store || length(this.store) === this.kept) return;
    this.kept = length(this.store);
    const goBack = keepPlace(this.output.node);
    this.model.setData({ data: { ...this.model.data, ...faces(this.store, this.model.data[MIME], textOf(this.model.data["text/html"])) } });
    goBack();
  }
}

const length = ({ parts }: AnswerStore) => [...parts.reasoning, ...parts.text].reduce((sum, block) => sum + block.length, 0);

function faces(store: AnswerStore, saved: unknown, html: string): MimeBundle {
  const sources = store.get("sources");
  const text = element("div", { class: "pplx-text" }, ...store.parts.text.flatMap(nodesOf));
  const parts = [...question(html), ...reasoning(store), text, unfinished(), ...tables(sources)];
  const root = element("div", { class: `${CONTAINER} pplx-cut` }, ...parts);
  const words = plain(text);
  return {
    [MIME]: withText(saved, words, sources),
    "text/html": new XMLSerializer().serializeToString(root),
    "text/plain": [NOTE, words, ...listed(sources)].join("\n\n"),
  };
}

/** The question as the output has it. */
const question = (html: string): Element[] => nodesOf(html).flatMap((node) => (node instanceof Element ? [...node.querySelectorAll(".pplx-asked")] : []));

/** As views/faces/html.py writes how an answer ended. */
function unfinished(): HTMLElement {
  const said = element("p", {}, element("strong", {}, "Unfinished."), ` ${NOTE}`);
  return element("div", { class: "pplx-ending" }, element("span", { class: "pplx-sign pplx-sign-cut" }), element("div", {}, said));
}

function reasoning(store: AnswerStore): Node[] {
  const { parts } = store;
  if (!parts.reasoning.length) return [];
  const summary = element("summary", {}, store.get("how") || "Reasoning");
  const thoughts = element("div", { class: "pplx-thoughts" }, ...parts.reasoning.flatMap(nodesOf));
  return [element("details", { class: "pplx-how" }, summary, thoughts)];
}

const tables = (sources: SourceRow[]) => (sources.length ? [staticTable("Sources so far", sources)] : []);

const listed = (sources: SourceRow[]) =>
  sources.length ? ["Sources so far:\n" + sources.map(({ number, title, url }) => ` [${number ?? "-"}] ${title} ${url}`).join("\n")] : [];

/** The words of rendered blocks, a line for each paragraph, item and row. */
function plain(root: HTMLElement): string {
  const blocks = [...root.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
  return blocks.map((block) => block.textContent.trim()).filter(Boolean).join("\n");
}

/** The saved answer with its words so far; formatting comes with the finished one. */
function withText(saved: unknown, text: string, sources: SourceRow[]): unknown {
  const { answer, ...rest } = saved as { answer: object };
  const found = sources.map(({ number, title, url, date, snippet }) => ({ id: number, title, url, date: date || null, snippet }));
  return { ...rest, answer: { ...answer, text, search_results: found } };
}
