// The inspector's own script, loaded when one is opened and not before: by anywidget while an answer arrives (default
// export), by the JupyterLab extension for a saved recording (`showSaved`).
import { addStyle } from "../shared/style";
import { Inspector } from "./inspector";
import { LiveRecording } from "./live";
import type { ReadsMessage } from "./model";
import { h } from "./page/nodes";
import { readPacked, SavedRecording } from "./saved";
import style from "./style/inspector.css";

interface Model {
  on(event: "msg:custom", listener: (message: ReadsMessage, buffers: DataView[]) => void): void;
}

/** Shows what a notebook holds of a recording. Returns how to take it away. */
export async function showSaved(root: HTMLElement, data: unknown): Promise<() => void> {
  addStyle("pplx-notebook-inspector-style", style);
  const packed = readPacked(data);
  if (typeof packed === "string") {
    root.replaceChildren(h("p", {}, packed));
    return () => undefined;
  }
  const source = new SavedRecording(packed);
  const last = packed.har.log.entries.length - 1;
  const inspector = new Inspector(root, source, await source.stream(last), false);
  await inspector.open(last);
  return () => inspector.close();
}

export default () => {
  const recording = new LiveRecording();
  return {
    initialize({ model }: { model: Model }) {
      model.on("msg:custom", (message, buffers) => recording.receive(message, buffers));
    },
    render({ el }: { el: HTMLElement }) {
      addStyle("pplx-notebook-inspector-style", style);
      const life = new AbortController();
      showLive(el, recording, life.signal);
      return () => life.abort();
    },
  };
};

/** Shows the attempt under way, and the next one when it begins, as long as the reader follows. */
function showLive(el: HTMLElement, recording: LiveRecording, signal: AbortSignal): void {
  const root = h("div.pplx-inspector-live", {}, h("p", {}, "Waiting for the request to leave …"));
  el.replaceChildren(root);
  let inspector: Inspector | undefined;
  let shown = -1;
  const draw = (stream = recording.last, from = 0): void => {
    if (!stream) return;
    inspector ??= new Inspector(root, recording, stream, true);
    const last = recording.har.log.entries.length - 1;
    if (shown < last && (shown < 0 || inspector.following)) void inspector.open((shown = last));
    else inspector.grew(stream, from);
  };
  recording.listen(draw, signal);
  draw();
  signal.addEventListener("abort", () => inspector?.close());
}
