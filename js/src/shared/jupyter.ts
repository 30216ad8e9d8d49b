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
