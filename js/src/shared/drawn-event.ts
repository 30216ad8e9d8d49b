// Events by which a widget, a bundle of its own, speaks to the JupyterLab extension around it.

/** A live view has drawn something new; `detail` is the view's store. labextension/keep-on-save.ts listens, so that a
 * notebook saved just then holds what is on the page. */
export const DRAWN = "pplx-drawn";

/** A live inspector is to be drawn; `detail` is what its widget hears. Who draws it prevents the default, a note. */
export const INSPECTED = "pplx-inspected";
