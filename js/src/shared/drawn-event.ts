// The event of a live view that has drawn something new; its `detail` is the view's store. labextension/keep-on-save.ts
// listens, so that a notebook saved just then holds what is on the page.

export const DRAWN = "pplx-drawn";
