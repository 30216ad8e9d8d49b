// A kernel that is restarted or dies says nothing more on the widget's comm: without this an answer would seem
// to be written for ever.
import type { Kernel, Model } from "./jupyter-model";

const GONE: readonly string[] = ["restarting", "autorestarting", "terminating", "dead"];

/** Calls `tell` once the kernel of this model has gone. */
export function whenKernelEnds(model: Model, tell: () => void, signal: AbortSignal): void {
  const statuses = model.widget_manager?.kernel?.statusChanged;
  const hear = (_kernel: Kernel, status: string) => GONE.includes(status) && tell();
  statuses?.connect(hear);
  signal.addEventListener("abort", () => statuses?.disconnect(hear));
}
