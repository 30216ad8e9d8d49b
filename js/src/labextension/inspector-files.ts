// The names of the inspector's scripts beside the extension's own: build.mjs puts them in this place.
export const SAVED: string = "inspector-saved.js";
export const LIVE: string = "inspector-live.js";
