// What stands around an output: JupyterLab gives a mime renderer no other way to its notebook.
import type { Notebook, NotebookContext, OutputAreaModel, RenderMime, Widget } from "./jupyterlab";

interface Around {
  rendermime: RenderMime; // draws the outputs of the notebook
  context: NotebookContext; // the file behind it
  model: OutputAreaModel; // of the area it stands in
}

/** The notebook an output stands in; none in a view of its own. */
export function notebookAround(widget: Widget): Notebook | undefined {
  for (let up = widget.parent; up; up = up.parent) {
    const found = up as Partial<Notebook>;
    if (typeof found.activeCellIndex === "number" && Array.isArray(found.widgets) && found.model?.sharedModel) return up as unknown as Notebook;
  }
  return undefined;
}

/** This field of the nearest widget around `widget` that has it. */
export function above<Name extends keyof Around>(widget: Widget, name: Name): Around[Name] | undefined {
  for (let up = widget.parent; up; up = up.parent) {
    const found = (up as Partial<Around>)[name];
    if (found) return found;
  }
  return undefined;
}
