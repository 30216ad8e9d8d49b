// The names of the scripts that show verdicts and write bibliographies, beside the extension's own: build.mjs puts them in this place.
export const CHECKED: string = "checked.js";
export const REFERENCES: string = "references.js";
