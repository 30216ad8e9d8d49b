// One output on the page. JupyterLab hands over the whole mime bundle: the answer is drawn from its text/html,
// sanitised twice (JupyterLab's sanitizer, then our allow-list copy), and made interactive with the saved answer.
import { allowed } from "../answer/allow";
import { makeInteractive } from "../answer/interactive";
import { readSaved } from "../answer/read";
import { MIME } from "../answer/saved";
import { element } from "../element";
import { nodesOf } from "../sink";
import type { MimeModel, Renderer, RendererOptions, WidgetClass } from "./host";
import { plainAnswer, textOf } from "./plain";
import { addStyle } from "./style";

export function rendererClass(Widget: WidgetClass): new (options: RendererOptions) => Renderer {
  return class AnswerRenderer extends Widget implements Renderer {
    private life = new AbortController();

    constructor(private readonly options: RendererOptions) {
      super();
      this.addClass("pplx-output");
      addStyle();
    }

    override dispose(): void {
      this.life.abort();
      super.dispose();
    }

    /** Draws the output, also again when it was replaced by another of the same kind. */
    async renderModel({ data }: MimeModel): Promise<void> {
      this.life.abort();
      this.life = new AbortController();
      const saved = readSaved(data[MIME]);
      const answer = this.staticAnswer(data) ?? plainAnswer(data, saved);
      this.node.replaceChildren(answer);
      if (typeof saved === "string") return void answer.prepend(element("p", { class: "pplx-notice" }, saved));
      makeInteractive(answer, saved, textOf(data["text/markdown"]) || saved.text, this.life.signal);
      if (answer.querySelector(".pplx-math")) await this.options.latexTypesetter?.typeset(answer);
    }

    /** The answer's container in the bundle's HTML, copied; undefined where there is none. */
    private staticAnswer(data: MimeModel["data"]): HTMLElement | undefined {
      const html = this.options.sanitizer.sanitize(textOf(data["text/html"]));
      return [...allowed(nodesOf(html)).children].find((node): node is HTMLElement => node.classList.contains("pplx-answer"));
    }
  };
}
