// The entry for anywidget: called once per answer. The store belongs to the model, views come and go.
import { DRAWN } from "../shared/drawn-event";
import { addStyle } from "../shared/style";
import card from "../shared/style/card.css";
import colours from "../shared/style/colours.css";
import frame from "../shared/style/frame.css";
import strip from "../shared/style/strip.css";
import text from "../shared/style/text.css";
import type { Model } from "./jupyter-model";
import { whenKernelEnds } from "./kernel-gone";
import { Line } from "./kernel-line";
import { AnswerStore } from "./store";
import { AnswerView } from "./view";
import live from "./widget.css";

export default () => {
  let store: AnswerStore;
  let line: Line;
  return {
    initialize({ model, signal }: { model: Model; signal?: AbortSignal }) {
      const life = new AbortController();
      signal?.addEventListener("abort", () => life.abort());
      line = new Line();
      store = new AnswerStore(model, (sequence, held_s) =>
        line.send({ kind: "ack", job: model.get("job"), sequence, held_s }),
      );
      void line.open(model);
      whenKernelEnds(model, () => store.lose(), life.signal);
      return () => life.abort();
    },
    render({ model, el }: { model: Model; el: HTMLElement }) {
      const life = new AbortController();
      addStyle("pplx-notebook-live-style", colours, frame, card, strip, text, live);
      new AnswerView(el, { store, model, line }, life.signal);
      store.listen(() => el.dispatchEvent(new CustomEvent(DRAWN, { bubbles: true, detail: store })), life.signal);
      return () => life.abort();
    },
  };
};
