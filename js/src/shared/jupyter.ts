// What both halves of the front end use of Jupyter.

/** JupyterLab's ILatexTypesetter. */
export interface Typesetter {
  typeset(node: HTMLElement): void;
}

/** A Lumino signal. */
export interface Signal<Sender, Value> {
  connect(slot: (sender: Sender, value: Value) => void): unknown;
  disconnect(slot: (sender: Sender, value: Value) => void): unknown;
}

// What a page says to a kernel in the browser (JupyterLite) while its cell runs: messages on its comms wait for the
// end of the cell, those on a BroadcastChannel do not. Every tab of the site hears it, so each message says whom it is for.
// The other half is pplx_notebook/browser/page.py.

export const CHANNEL = "pplx_notebook";

/** Says it once; nothing is left open. */
export function broadcast(message: object, name: string = CHANNEL): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage(message);
  channel.close();
}
