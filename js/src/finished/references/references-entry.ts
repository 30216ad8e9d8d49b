// The script that writes sources in the formats of bibliographies: a file of its own, see contract.ts.
export { written } from "./formats";
