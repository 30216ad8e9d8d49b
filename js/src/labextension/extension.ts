// The mime renderer as JupyterLab and Notebook 7 want to be told of it.
import { MIME } from "../finished/saved";
import type { Lumino, MimeExtension, RendererOptions } from "./jupyterlab";
import { rendererClass } from "./renderer";

// The smallest known one is drawn: text/html has 50, a widget view -10. An answer under way has both faces and is
// ours too, because JupyterLab shows nothing but "model not found" for a widget view whose kernel has gone.
const RANK = -20;

export function extensionWith(lumino: Lumino): MimeExtension {
  const AnswerRenderer = rendererClass(lumino);
  return {
    id: "pplx-notebook:answer",
    description: "Shows saved answers with sortable sources, without a kernel.",
    // safe: it draws untrusted notebooks too, for it executes nothing of what they hold
    rendererFactory: { safe: true, mimeTypes: [MIME], createRenderer: (options: RendererOptions) => new AnswerRenderer(options) },
    rank: RANK,
    dataType: "json",
  };
}
