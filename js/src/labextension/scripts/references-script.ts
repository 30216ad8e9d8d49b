// Fetches what writes bibliographies, once, when a copy menu is opened first.
import type { LoadWrite, Write } from "../../finished/references/contract";
import { REFERENCES } from "./later-files";
import { fetched } from "./neighbours";

let script: Promise<Write> | undefined;

export const referencesScript: LoadWrite = () => {
  script ??= fetched(REFERENCES).then((loaded) => (loaded as { written: Write }).written);
  script.catch(() => (script = undefined)); // the next press tries again
  return script;
};
