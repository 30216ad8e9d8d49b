// What few readers open, fetched when they do: bytes, request, response, the terms, the file.
export { requestPanel, responsePanel } from "./detail/head";
export { hexDump } from "./detail/hex";
export { termsPanel } from "./detail/terms";
export { copied, saveFile } from "./taking";
