// The mime renderer as JupyterLab and Notebook 7 want to be told of it.
import { MIME } from "../answer/saved";
import type { MimeExtension, RendererOptions, WidgetClass } from "./host";
import { rendererClass } from "./renderer";

const RANK = 10; // text/html has 50, the widget view 0: the smallest known one is drawn

export function extensionWith(Widget: WidgetClass): MimeExtension {
  const AnswerRenderer = rendererClass(Widget);
  return {
    id: "pplx-notebook:answer",
    description: "Shows saved answers with sortable sources, without a kernel.",
    // safe: it draws untrusted notebooks too, for it executes nothing of what they hold
    rendererFactory: { safe: true, mimeTypes: [MIME], createRenderer: (options: RendererOptions) => new AnswerRenderer(options) },
    rank: RANK,
    dataType: "json",
  };
}
