// One output on the page. JupyterLab hands over the whole mime bundle: the answer is drawn from its text/html,
// sanitised twice (JupyterLab's sanitizer, then our allow-list copy), and made interactive with the saved answer.
import { allowed } from "../finished/allow-list";
import answerStyle from "../finished/answer.css";
import ending from "../finished/ending.css";
import { addStrip } from "../finished/sources/sources";
import sources from "../finished/sources/sources.css";
import { makeInteractive } from "../finished/interactive";
import { readSaved } from "../finished/read-saved";
import { MIME } from "../finished/saved";
import { element } from "../shared/element";
import { keepPlace } from "../shared/reading-place";
import { nodesOf } from "../shared/sink";
import { addStyle } from "../shared/style";
import card from "../shared/style/card.css";
import colours from "../shared/style/colours.css";
import frame from "../shared/style/frame.css";
import strip from "../shared/style/strip.css";
import text from "../shared/style/text.css";
import { typeset } from "../shared/typeset";
import { checkedScript } from "./scripts/checked-script";
import { referencesScript } from "./scripts/references-script";
import { sayOnce } from "./error-below";
import { offerFollowUp } from "./follow-up";
import type { Lumino, MimeModel, Renderer, RendererOptions } from "./jupyterlab";
import { LivePart, modelIdOf } from "./live-output";
import { plainAnswer, textOf } from "./plain-output";

export function rendererClass(lumino: Lumino): new (options: RendererOptions) => Renderer {
  return class AnswerRenderer extends lumino.Widget implements Renderer {
    private life = new AbortController();
    private live: LivePart | undefined;
    private offer = () => {}; // what needs a notebook around: JupyterLab draws an output before it stands in one

    constructor(private readonly options: RendererOptions) {
      super();
      this.addClass("pplx-output");
      addStyle("pplx-notebook-style", colours, frame, card, strip, text, ending, sources, answerStyle);
    }

    override dispose(): void {
      this.life.abort();
      super.dispose();
    }

    override onAfterAttach(message: unknown): void {
      super.onAfterAttach(message);
      this.live?.show();
      this.offer();
    }

    /** Draws the output, also again when it was replaced by another of the same kind. A live view becomes the finished
     * output; where that is much work, the page may draw frames in between. */
    async renderModel(model: MimeModel): Promise<void> {
      const { data } = model;
      if (this.live?.keeps(model)) return;
      const html = textOf(data["text/html"]);
      this.life.abort();
      this.life = new AbortController();
      const { signal } = this.life;
      if (this.live) queueMicrotask(keepPlace(this.node)); // when JupyterLab, too, has done what it does with a new output
      const live = modelIdOf(data) ? undefined : this.live;
      this.live?.end();
      const { standing, rest } = live?.split(html) ?? { standing: 0, rest: html };
      const sanitised = this.options.sanitizer.sanitize(rest);
      if (live) await pause();
      const saved = readSaved(data[MIME]);
      const face = staticAnswer(sanitised) ?? plainAnswer(data, saved);
      const makeChecked = typeof saved === "string" ? null : await checkedScript(saved.evidence);
      if (typeof saved !== "string") addStrip(face, saved);
      if (live) await pause();
      if (signal.aborted) return;
      const answer = live?.become(face, standing) ?? face;
      if (answer === face) this.node.replaceChildren(face);
      this.live = undefined;
      // a widget runs its own script: only in outputs that JupyterLab trusts
      if (model.trusted && modelIdOf(data)) this.live = new LivePart(lumino, this, answer, model, signal);
      if (typeof saved === "string") {
        answer.append(element("p", { class: "pplx-notice" }, saved));
        return;
      }
      sayOnce(this, answer, signal);
      makeInteractive(answer, saved, { makeChecked, loadWrite: referencesScript }, signal);
      this.offer = () => offerFollowUp(this, answer, data);
      this.offer();
      typeset([answer], this.options.latexTypesetter);
    }
  };
}

/** The answer's container in an output's HTML, copied; undefined where there is none. */
function staticAnswer(html: string): HTMLElement | undefined {
  return [...allowed(nodesOf(html)).children].find((node): node is HTMLElement => node.classList.contains("pplx-answer"));
}

const pause = () => new Promise((resolve) => setTimeout(resolve));
