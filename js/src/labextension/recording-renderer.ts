// A recording in an output: the inspector draws it from the notebook alone. Its script is a file of its own, loaded from
// beside this one when the first recording is shown; where it does not come, the text summary stands.
import { element } from "../shared/element";
import { FILE } from "./inspector-file";
import type { Lumino, MimeExtension, MimeModel, Renderer, RendererOptions } from "./jupyterlab";
import { textOf } from "./plain-output";

const MIME = "application/vnd.pplx.recording+json";
const RANK = -20; // as an answer's, see extension.ts

interface InspectorScript {
  showSaved(root: HTMLElement, data: unknown): Promise<() => void>;
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

    override dispose(): void {
      this.turn += 1;
      this.end();
      super.dispose();
    }

    /** Draws the recording, also again when it was replaced by another. */
    async renderModel({ data }: MimeModel): Promise<void> {
      const turn = (this.turn += 1);
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
  }
  return {
    id: "pplx-notebook:recording",
    description: "Shows recordings of an answer's stream, without a kernel.",
    // safe: it draws untrusted notebooks too, for it executes nothing of what they hold
    rendererFactory: { safe: true, mimeTypes: [MIME], createRenderer: (_: RendererOptions) => new RecordingRenderer() },
    rank: RANK,
    dataType: "json",
  };
}
