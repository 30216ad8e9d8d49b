// The name of the inspector's script beside the extension's own: build.mjs puts it in this place.
export const FILE: string = "inspector.js";
