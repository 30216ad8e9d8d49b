// An answer under way. Its bundle holds a widget view beside our own faces; we draw that view inside our output,
// with the renderer JupyterLab has for it, and the faces wherever no live view appears: the page was reloaded,
// the notebook reopened, the kernel has gone. So there is always something to read and to do, never
// "Loading widget" or "model not found". What it shows is kept in the output when it is saved (keep-on-save.ts). At the end
// its own nodes become the finished output: JupyterLab takes the widget away, the reader's place must stay.
import type { AnswerStore } from "../live/store";
import { DRAWN } from "../shared/drawn-event";
import { patch } from "../shared/patch";
import { nodesOf } from "../shared/sink";
import { takeState } from "../shared/states";
import type { Lumino, MimeBundle, MimeModel, Renderer, Widget } from "./jupyterlab";
import { Keeper } from "./keep-on-save";
import { above } from "./notebook-around";

export const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
const TEXT = '<div class="pplx-text">'; // as views/faces/html.py opens it
const PATIENCE_MS = 1_000; // for the live view to appear, before the static face is shown in its place

/** The widget model a bundle shows while its answer is written; "" when the answer has ended. */
export function modelIdOf(data: MimeBundle): string {
  const view = data[WIDGET_VIEW] as { model_id?: unknown } | undefined;
  return typeof view?.model_id === "string" ? view.model_id : "";
}

export class LivePart {
  private view: Renderer | undefined;
  private place: Element | null = null; // where the widget drew: its being there says that the live view lives
  private root: HTMLElement | undefined; // what it drew
  private drawn: string[] = []; // the blocks of its text, as far as it has said what it drew
  private nodes = 0; // and how many nodes they made
  private readonly keeper: Keeper;
  private readonly watch: MutationObserver;

  constructor(
    private readonly lumino: Lumino,
    private readonly output: Widget,
    private readonly face: HTMLElement,
    private readonly model: MimeModel,
    signal: AbortSignal,
  ) {
    this.keeper = new Keeper(model, output, signal);
    this.watch = new MutationObserver(() => this.swap());
    signal.addEventListener("abort", () => this.watch.disconnect());
    output.node.addEventListener(DRAWN, (event) => this.drew((event as CustomEvent<AnswerStore>).detail), { signal });
    if (!face.querySelector(".pplx-text")) this.waitForView(signal);
    this.show();
  }

  /** True for the output this part shows already: it was only kept anew. */
  keeps(model: MimeModel): boolean {
    return modelIdOf(model.data) === modelIdOf(this.model.data) && model === this.model;
  }

  /** Draws the live view, as soon as this output stands in a notebook. */
  show(): void {
    // where nothing takes its place at the end (views/screens/output.py) no note of its being unfinished may stay
    if (this.face.querySelector(".pplx-ending")) this.keeper.beforeSaves();
    const rendermime = this.view ? undefined : above(this.output, "rendermime");
    if (!rendermime) return;
    try {
      this.view = rendermime.createRenderer(WIDGET_VIEW);
    } catch {
      return; // ipywidgets is not installed here: the static face stays
    }
    this.output.layout ??= new this.lumino.PanelLayout();
    this.view.node.hidden = true;
    this.watch.observe(this.view.node, { childList: true, subtree: true });
    this.output.layout.addWidget(this.view);
    void this.view.renderModel(this.model);
  }

  /** Splits the finished HTML into what of its text the live view has drawn already, from the very same markup, and
   * the rest. Drawing 100,000 characters anew takes longer than a page may stand still. */
  split(html: string): { standing: number; rest: string } {
    const begin = html.indexOf(TEXT) + TEXT.length;
    if (!this.answer || begin < TEXT.length) return { standing: 0, rest: html };
    let [standing, end] = [0, begin];
    for (const block of this.drawn) {
      if (!html.startsWith(block, end)) break;
      standing += 1;
      end += block.length;
    }
    return { standing, rest: html.slice(0, begin) + html.slice(end) };
  }

  /** Makes the live view show in place what `split` gave: whatever stays the same keeps its node, and with it the
   * reader's selection, focus and scroll position. Returns the answer on the page; undefined where nothing lived. */
  become(final: HTMLElement, standing: number): HTMLElement | undefined {
    const { answer } = this;
    if (!answer) return undefined;
    const hadFocus = this.root?.contains(document.activeElement) && !textIn(answer)?.contains(document.activeElement);
    for (const part of [...answer.children]) {
      const [kind] = part.classList;
      if (!kind || !final.querySelector(`:scope > .${kind}`)) part.remove();
    }
    takeState(answer, final);
    const [text, rest] = [textIn(answer), textIn(final)];
    const wanted = [...final.children];
    if (standing && text && rest) {
      patch(text, this.firstAfter(text, standing), null, [...rest.childNodes]);
      wanted.splice(wanted.indexOf(rest), 1, text);
    }
    patch(answer, answer.firstChild, null, wanted);
    this.face.remove();
    for (const below of [...(this.root?.children ?? [])]) if (below !== answer) below.remove();
    this.root?.removeAttribute("class");
    if (hadFocus && !answer.contains(document.activeElement)) focusOn(answer.querySelector<HTMLElement>(":scope > .pplx-foot") ?? answer);
    return answer;
  }

  end(): void {
    this.watch.disconnect();
    this.view?.dispose();
  }

  /** The answer as it lives in our output. */
  private get answer(): HTMLElement | undefined {
    if (!this.root || !this.output.node.contains(this.root)) return undefined;
    return this.root.querySelector<HTMLElement>(".pplx-answer") ?? undefined;
  }

  /** The first node behind the first `standing` blocks. */
  private firstAfter(text: Element, standing: number): ChildNode | null {
    const after = this.drawn.slice(standing).flatMap(nodesOf).length;
    return text.childNodes[this.nodes - after] ?? null;
  }

  private drew(store: AnswerStore): void {
    this.nodes = (this.answer && textIn(this.answer)?.childNodes.length) ?? 0;
    this.drawn = this.nodes ? [...store.parts.text] : [];
    this.keeper.drawn(store);
  }

  private get lives(): boolean {
    return this.place !== null && this.view?.node.contains(this.place) === true;
  }

  /** Shows the live view, out of the widget's hands, instead of the static face for as long as it lives. */
  private swap(): void {
    const drawn = this.view?.node.querySelector<HTMLElement>(".pplx-live");
    if (drawn) {
      this.drawn = [];
      this.place = drawn.parentElement;
      this.root = drawn;
      this.output.node.append(drawn);
      this.showQuestion();
    }
    if (!this.lives) this.root?.remove();
    this.face.hidden = this.lives;
  }

  /** The question stands in the bundle, not in the widget: no trait holds one. */
  private showQuestion(): void {
    const asked = this.face.querySelector(":scope > .pplx-asked");
    if (asked) this.answer?.prepend(asked.cloneNode(true));
  }

  /** A first bundle has nothing to read yet: it need not flash up. */
  private waitForView(signal: AbortSignal): void {
    this.face.hidden = true;
    const late = setTimeout(() => this.swap(), PATIENCE_MS);
    signal.addEventListener("abort", () => clearTimeout(late));
  }
}

const textIn = (answer: HTMLElement) => answer.querySelector(":scope > .pplx-text");

/** Puts the focus on what no key reaches by itself. */
function focusOn(node: HTMLElement): void {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
}
