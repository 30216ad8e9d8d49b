// A recording in an output. A saved one is drawn from the notebook alone, one under way from what its widget hears. The
// inspector's scripts are files of their own, fetched from beside this one when the first recording is shown; where they
// do not come, the text summary stands.
import { INSPECTED } from "../shared/drawn-event";
import { element } from "../shared/element";
import type { Inspector } from "../inspector/inspector";
import type * as Live from "../inspector/live-entry";
import type * as Saved from "../inspector/saved-entry";
import { LIVE, SAVED } from "./inspector-files";
import type { Lumino, MimeExtension, MimeModel, Renderer } from "./jupyterlab";
import { modelIdOf, WIDGET_VIEW } from "./live-output";
import { above } from "./notebook-around";
import { textOf } from "./plain-output";
import { fetched } from "./scripts/neighbours";

const MIME = "application/vnd.pplx.recording+json";
const RANK = -20; // as an answer's, see extension.ts
const PATIENCE_MS = 1_000; // for a live view to appear; else the page was reloaded, or the kernel has gone

export function recordingExtension(lumino: Lumino): MimeExtension {
  class RecordingRenderer extends lumino.Widget implements Renderer {
    private turn = 0;
    private waiting: MimeModel | undefined; // a live one, to be drawn when this output stands in a notebook
    private view: Renderer | undefined; // its widget's
    private inspector: Inspector | undefined;

    constructor() {
      super();
      this.node.addEventListener(INSPECTED, (event) => void this.follow(event as CustomEvent<Live.Heard>));
    }

    override dispose(): void {
      this.turn += 1;
      this.end();
      super.dispose();
    }

    override onAfterAttach(message: unknown): void {
      super.onAfterAttach(message);
      this.showWidget();
    }

    /** Draws the recording, also again when it was replaced by another; one under way is drawn by its widget, which
     * runs a script of its own: only in outputs that JupyterLab trusts. */
    async renderModel(model: MimeModel): Promise<void> {
      const turn = (this.turn += 1);
      if (model.trusted && modelIdOf(model.data)) {
        this.waiting = model;
        this.showWidget();
        return;
      }
      const summary = element("pre", {}, textOf(model.data["text/plain"]));
      if (!this.node.firstChild) this.node.append(summary);
      const root = element("div");
      try {
        const { show } = (await fetched(SAVED)) as typeof Saved;
        const next = await show(root, model.data[MIME], this.inspector);
        if (turn === this.turn) this.become(root, next);
        else next?.close();
      } catch {
        if (turn === this.turn) this.become(summary);
      }
    }

    private become(root: HTMLElement, inspector?: Inspector): void {
      this.end();
      this.inspector = inspector;
      this.node.replaceChildren(root);
    }

    private end(): void {
      this.inspector?.close();
      this.view?.dispose();
      this.inspector = this.view = undefined;
    }

    private showWidget(): void {
      const { waiting } = this;
      const rendermime = waiting && above(this, "rendermime");
      if (!waiting || !rendermime) return;
      this.waiting = undefined;
      try {
        this.view = rendermime.createRenderer(WIDGET_VIEW);
        this.layout ??= new lumino.PanelLayout();
        this.view.node.hidden = true;
        this.layout.addWidget(this.view);
        void this.view.renderModel(waiting);
      } catch {
        // ipywidgets is not installed here: the note stays
      }
      const turn = this.turn;
      setTimeout(() => {
        if (turn === this.turn && !this.inspector) this.node.append(element("p", {}, textOf(waiting.data["text/plain"])));
      }, PATIENCE_MS);
    }

    /** Draws what the widget hears, out of the widget's hands: that goes when the answer has ended. */
    private async follow(event: CustomEvent<Live.Heard>): Promise<void> {
      event.preventDefault();
      const turn = this.turn;
      const root = element("div", {}, element("p", {}, "Waiting for the request to leave …"));
      this.node.append(root);
      const { show } = (await fetched(LIVE)) as typeof Live;
      await show(root, event.detail, (inspector) => {
        if (turn === this.turn) this.inspector = inspector;
        else inspector.close();
      });
    }
  }
  return {
    id: "pplx-notebook:recording",
    description: "Shows recordings of an answer's stream, without a kernel.",
    // safe: it draws untrusted notebooks too, for it executes nothing of what they hold
    rendererFactory: { safe: true, mimeTypes: [MIME], createRenderer: () => new RecordingRenderer() },
    rank: RANK,
    dataType: "json",
  };
}
