// The entry for anywidget of a live inspector: it hears what the kernel sends, from the very beginning, and hands it to
// the JupyterLab extension, which draws it with a script of its own (labextension/recording-renderer.ts).
import { INSPECTED } from "../shared/drawn-event";

type Message = [message: unknown, buffers: DataView[]];
type Listener = (...message: Message) => void;

interface Model {
  on(event: "msg:custom", listener: Listener): void;
}

const LOOK_MS = 20; // between two looks whether the view stands on the page by now
const NOBODY = "The inspector is drawn by the JupyterLab extension of pplx_notebook, which is not installed where Jupyter runs.";

class Heard {
  private readonly messages: Message[] = [];
  private readonly listeners = new Set<Listener>();

  constructor(model: Model) {
    model.on("msg:custom", (...message) => {
      this.messages.push(message);
      for (const listener of this.listeners) listener(...message);
    });
  }

  /** Calls it with each message so far, and with each that comes. */
  forEach(listener: Listener): void {
    for (const message of this.messages) listener(...message);
    this.listeners.add(listener);
  }
}

export default () => {
  let heard: Heard;
  return {
    initialize({ model }: { model: Model }) {
      heard = new Heard(model);
    },
    render({ el }: { el: HTMLElement }) {
      const look = setInterval(() => {
        if (!el.isConnected) return;
        clearInterval(look);
        const event = new CustomEvent(INSPECTED, { bubbles: true, cancelable: true, detail: heard });
        if (el.dispatchEvent(event)) el.textContent = NOBODY;
      }, LOOK_MS);
      return () => clearInterval(look);
    },
  };
};
