// An answer under way. Its bundle holds a widget view beside our own faces; we draw that view inside our output,
// with the renderer JupyterLab has for it, and the faces wherever no live view appears: the page was reloaded,
// the notebook reopened, the kernel has gone. So there is always something to read and to do, never
// "Loading widget" or "model not found". While it lives, what it shows is kept in the output (keep.ts).
import { DRAWN } from "../model";
import type { AnswerStore } from "../store";
import { Keeper } from "./keep";
import type { Lumino, MimeBundle, MimeModel, Renderer, RenderMime, Widget } from "./host";

const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
const PATIENCE_MS = 1_000; // for the live view to appear, before the static face is shown in its place

/** The widget model a bundle shows while its answer is written; "" when the answer has ended. */
export function modelIdOf(data: MimeBundle): string {
  const view = data[WIDGET_VIEW] as { model_id?: unknown } | undefined;
  return typeof view?.model_id === "string" ? view.model_id : "";
}

export class LivePart {
  private view: Renderer | undefined;
  private readonly keeper: Keeper;
  private readonly watch: MutationObserver;

  constructor(
    private readonly lumino: Lumino,
    private readonly output: Widget,
    private readonly face: HTMLElement,
    private readonly model: MimeModel,
    signal: AbortSignal,
  ) {
    this.keeper = new Keeper(model);
    this.watch = new MutationObserver(() => this.swap());
    signal.addEventListener("abort", () => this.watch.disconnect());
    output.node.addEventListener(DRAWN, (event) => this.keeper.keep((event as CustomEvent<AnswerStore>).detail), { signal });
    if (!face.querySelector(".pplx-text")) this.waitForView(signal);
    this.show();
  }

  /** True for the output this part shows already: it was only kept anew. */
  keeps(model: MimeModel): boolean {
    return modelIdOf(model.data) === modelIdOf(this.model.data) && model === this.model;
  }

  /** Draws the live view, as soon as this output stands in a notebook. */
  show(): void {
    const rendermime = this.view ? undefined : renderMimeOf(this.output);
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

  end(): void {
    this.watch.disconnect();
    this.view?.dispose();
  }

  /** Shows the live view instead of the static face once it is there. */
  private swap(): void {
    const lives = this.view?.node.querySelector(".pplx-live") != null;
    if (this.view) this.view.node.hidden = !lives;
    this.face.hidden = lives;
  }

  /** A first bundle has nothing to read yet: it need not flash up. */
  private waitForView(signal: AbortSignal): void {
    this.face.hidden = true;
    const late = setTimeout(() => this.swap(), PATIENCE_MS);
    signal.addEventListener("abort", () => clearTimeout(late));
  }
}

/** What draws the notebook this widget stands in: JupyterLab gives a mime renderer no other way to it. */
function renderMimeOf(widget: Widget): RenderMime | undefined {
  for (let above = widget.parent; above; above = above.parent) {
    const { rendermime } = above as { rendermime?: RenderMime };
    if (rendermime) return rendermime;
  }
  return undefined;
}
