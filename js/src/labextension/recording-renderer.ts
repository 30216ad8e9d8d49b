// A recording in an output: the inspector draws it from the notebook alone. Its script is a file of its own, loaded from
// beside this one when the first recording is shown; where it does not come, the text summary stands.
import { element } from "../shared/element";
import { FILE } from "./inspector-file";
import type { Lumino, MimeExtension, MimeModel, Renderer } from "./jupyterlab";
import { modelIdOf, WIDGET_VIEW } from "./live-output";
import { above } from "./notebook-around";
import { textOf } from "./plain-output";

const MIME = "application/vnd.pplx.recording+json";
const RANK = -20; // as an answer's, see extension.ts
const LIVE = ".pplx-inspector-live"; // what the widget draws
const PATIENCE_MS = 1_000; // for it to appear; else the page was reloaded, or the kernel has gone

interface InspectorScript {
  showSaved: (root: HTMLElement, data: unknown) => Promise<() => void>;
}

// the address of this script, known only while it is read
const here = (document.currentScript as HTMLScriptElement | null)?.src ?? "";
let script: Promise<InspectorScript> | undefined;

/** The inspector's script, loaded once; asked for again where it did not come. */
function loaded(): Promise<InspectorScript> {
  script ??= (import(new URL(FILE, here).href) as Promise<InspectorScript>).catch((problem: unknown) => {
    script = undefined;
    throw problem;
  });
  return script;
}

export function recordingExtension(lumino: Lumino): MimeExtension {
  class RecordingRenderer extends lumino.Widget implements Renderer {
    private end: () => void = () => undefined;
    private turn = 0;
    private live: MimeModel | undefined; // to be drawn

    override dispose(): void {
      this.turn += 1;
      this.end();
      super.dispose();
    }

    override onAfterAttach(message: unknown): void {
      super.onAfterAttach(message);
      this.showLive();
    }

    /** Draws the recording, also again when it was replaced by another; one under way is drawn by its widget, which
     * runs a script of its own: only in outputs that JupyterLab trusts. */
    async renderModel(model: MimeModel): Promise<void> {
      const { data } = model;
      const turn = (this.turn += 1);
      this.live = model.trusted && modelIdOf(data) ? model : undefined;
      if (this.live) {
        this.showLive();
        return;
      }
      const root = element("div", {}, element("pre", {}, textOf(data["text/plain"])));
      try {
        const { showSaved } = await loaded();
        if (turn !== this.turn) return;
        this.end();
        this.node.replaceChildren(root);
        this.end = await showSaved(root, data[MIME]);
      } catch {
        this.node.replaceChildren(root);
      }
    }

    /** Draws the widget, as soon as this output stands in a notebook. */
    private showLive(): void {
      const { live } = this;
      const rendermime = live && above(this, "rendermime");
      if (!live || !rendermime) return;
      this.live = undefined;
      const late = setTimeout(() => {
        if (!this.node.querySelector(LIVE)) this.node.replaceChildren(element("p", {}, textOf(live.data["text/plain"])));
      }, PATIENCE_MS);
      try {
        const view = rendermime.createRenderer(WIDGET_VIEW);
        this.end = () => {
          clearTimeout(late);
          view.dispose();
        };
        this.layout ??= new lumino.PanelLayout();
        this.layout.addWidget(view);
        void view.renderModel(live);
      } catch {
        // ipywidgets is not installed here: the note stays
      }
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
