// How the live view tells the extension, which is another bundle, that there is something new.
/** The event of a live view that has drawn something new; `detail` is its store. labextension/keep-on-save.ts
 * listens, so that a notebook saved just then holds what is on the page. */
export const DRAWN = "pplx-drawn";
