// Jupyter puts a block of its own below an answer whose question failed or was stopped: the cell has to fail, so that queued
// cells do not run on. The answer says it already, better; the block goes from the page and stays in the file.
import type { Widget } from "./jupyterlab";
import { above } from "./notebook-around";

const OURS = // the classes of pplx_notebook/errors.py; tests/test_labextension_files.py compares them
  /^(?:Stopped|(?:Pplx|Status|Api|Incomplete|Transport|TimeLimit|Decode|ContentType|Redirect|TooLarge)Error|UsageProblem)$/;
const RECORDING = "application/vnd.pplx.recording+json"; // stands between the two where the exchange is inspected
const HIDDEN = "pplx-said-above"; // see finished/ending.css

/** Keeps the error block below an answer off the page for as long as the answer says how it ended. */
export function sayOnce(output: Widget, answer: HTMLElement, signal: AbortSignal): void {
  const model = above(output, "model");
  if (!model || !answer.querySelector(":scope > .pplx-ending")) return;
  const look = () => {
    const area = [...(output.node.closest(".jp-OutputArea")?.children ?? [])];
    const index = area.findIndex((child) => child.contains(output.node));
    const inspected = RECORDING in (model.get(index + 1)?.toJSON().data ?? {});
    const below = index + (inspected ? 2 : 1);
    const { output_type: kind, ename } = model.get(below)?.toJSON() ?? {};
    if (kind === "error" && OURS.test(ename ?? "")) area[below]?.classList.add(HIDDEN);
  };
  const later = () => setTimeout(look); // the area tells of an output before it draws it
  model.changed.connect(later);
  signal.addEventListener("abort", () => model.changed.disconnect(later));
  look();
  later();
}
