// What few readers open, fetched when they do: playing, bytes, request, response, terms, the file.
export { requestPanel, responsePanel } from "./detail/head";
export { hexDump } from "./detail/hex";
export { termsPanel } from "./detail/terms";
export { play } from "./player";
export { copied, saveFile } from "./taking";
