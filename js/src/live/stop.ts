// Stop is a ladder, each rung climbed only if the one before had no effect: a message to the widget, the
// kernel's interrupt (works on every front end x kernel pair measured, in 3-13 ms), an interrupt on the
// control channel for kernels behind a proxy, a hint. An interrupt must never hit somebody else's cell: the
// phase is looked at before each rung, and an answer in the background is stopped by message alone.
import type { Kernel, Model } from "./jupyter-model";
import type { Line } from "./kernel-line";
import { ended } from "./model";

const PATIENCE_MS = 150;
const DEAF_MS = 50; // without a line only an answer that is ending just now can still spare the interrupt

const HINT = "the kernel cannot hear this page: use the notebook’s own ■ button";
const BACKGROUND_HINT = "stops as soon as the kernel is free";

/** Climbs until the answer stops; returns what to tell the reader if it cannot be stopped from here. */
export async function stop(model: Model, line: Line): Promise<string> {
  const message = { kind: "stop", job: model.get("job") } as const;
  line.send(message);
  if (!model.get("channel")) model.send(message);
  if (!model.get("blocking")) return (await stopping(model)) ? "" : BACKGROUND_HINT;
  const kernel = model.widget_manager?.kernel;
  let patience_ms = line.hears ? PATIENCE_MS : DEAF_MS;
  for (const rung of [() => kernel?.interrupt?.(), () => kernel && interruptByChannel(kernel)]) {
    if (await stopping(model, patience_ms)) return "";
    patience_ms = PATIENCE_MS;
    try {
      await rung();
    } catch {
      // the next rung is the answer to a rung that breaks
    }
  }
  return (await stopping(model)) ? "" : HINT;
}

const running = (model: Model): boolean => model.get("phase") !== "stopping" && !ended(model.get("phase"));

/** Waits for the kernel's word; true as soon as it is there, false after so long without it. */
async function stopping(model: Model, patience_ms = PATIENCE_MS): Promise<boolean> {
  for (let waited = 0; waited < patience_ms && running(model); waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return !running(model);
}

function interruptByChannel(kernel: Kernel): Promise<unknown> | undefined {
  const header = {
    msg_id: `${kernel.clientId ?? ""}-${performance.now()}`,
    msg_type: "interrupt_request",
    session: kernel.clientId ?? "",
    username: kernel.username ?? "",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const message = { header, parent_header: {}, metadata: {}, content: {}, channel: "control", buffers: [] };
  return kernel.sendControlMessage?.(message, true, true).done;
}
