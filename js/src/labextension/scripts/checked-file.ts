// The name of the script that shows verdicts, beside the extension's own: build.mjs puts it in this place.
export const CHECKED: string = "checked.js";
