// A line of our own to a kernel that is busy with the cell. ipykernel 7.4 answers on the shell a comm last
// *sent* from, so messages on the widget's comm queue behind the streaming cell; a comm on which the kernel
// never sends, opened over a subshell, gets through (JupyterLab >= 4.4 or Notebook >= 7.4 with ipykernel >= 7).
// Where there are no subshells the line stays closed, and Stop goes by interrupt.
import type { Comm, Model } from "./host";
import { TARGET, type KernelMessage } from "./model";

const SUBSHELL_TRIES = 40;
const SUBSHELL_PAUSE_MS = 50;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Line {
  private comm: Comm | undefined;

  constructor(private readonly model: Model) {}

  /** Opens the line if this kernel can hear it; returns when that is known. */
  async open(signal: AbortSignal): Promise<void> {
    const comm = this.model.widget_manager?.kernel?.createComm?.(TARGET);
    for (let tries = 0; comm && !comm.subshellId && tries < SUBSHELL_TRIES; tries++) await sleep(SUBSHELL_PAUSE_MS);
    if (!comm?.subshellId || signal.aborted) return;
    comm.open({ job: this.model.get("job") });
    this.comm = comm;
    signal.addEventListener("abort", () => {
      this.comm = undefined;
      comm.close();
    });
  }

  /** True if the message went out over this line. */
  send(message: KernelMessage): boolean {
    this.comm?.send(message);
    return this.comm !== undefined;
  }
}
