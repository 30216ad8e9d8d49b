// A line of our own to a kernel that is busy with the cell. ipykernel 7.4 answers on the shell a comm last
// *sent* from, so messages on the widget's comm queue behind the streaming cell; a comm on which the kernel
// never sends, opened over a subshell, gets through (JupyterLab >= 4.4 or Notebook >= 7.4 with ipykernel >= 7).
// Where there are no subshells the line stays closed, and Stop goes by interrupt.
//
// A kernel in the browser has a channel instead.
//
// All answers of a kernel share one line, and it is never closed: JupyterLab ends a subshell with its last comm,
// and ipykernel then complains about unfinished tasks in the output of whatever cell is running.
import { broadcast } from "../shared/jupyter";
import type { Comm, Kernel, Model } from "./jupyter-model";
import { TARGET, type KernelMessage } from "./model";

const SUBSHELL_TRIES = 40;
const SUBSHELL_PAUSE_MS = 50;
const LINES = Symbol.for("pplx_notebook.lines"); // each widget's module is its own: what they share lies outside

type Lines = WeakMap<Kernel, Promise<Comm | undefined>>;

export class Line {
  private comm: Comm | undefined;
  private channel = "";

  /** Finds or opens the line of the model's kernel, if that can hear it; returns when that is known. */
  async open(model: Model): Promise<void> {
    this.channel = model.get("channel");
    const kernel = model.widget_manager?.kernel;
    if (!kernel || this.channel) return;
    const lines = sharedLines();
    const known = lines.get(kernel);
    if (!known || (await known)?.isDisposed) lines.set(kernel, opened(kernel));
    this.comm = await lines.get(kernel);
  }

  /** True if a busy kernel hears what is sent. */
  get hears(): boolean {
    return this.channel !== "" || (!!this.comm && !this.comm.isDisposed);
  }

  /** Sends a message if there is a line. */
  send(message: KernelMessage): void {
    if (this.channel) broadcast(message, this.channel);
    else if (this.hears) this.comm?.send(message);
  }
}

function sharedLines(): Lines {
  const page = globalThis as { [LINES]?: Lines };
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the rule does not see that a symbol's field is optional
  return (page[LINES] ??= new WeakMap());
}

async function opened(kernel: Kernel): Promise<Comm | undefined> {
  const comm = kernel.createComm?.(TARGET);
  for (let tries = 0; comm && !comm.subshellId && tries < SUBSHELL_TRIES; tries++) {
    await new Promise((resolve) => setTimeout(resolve, SUBSHELL_PAUSE_MS));
  }
  if (!comm?.subshellId) return undefined;
  comm.open({});
  return comm;
}
