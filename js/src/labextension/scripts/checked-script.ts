// Fetches what shows verdicts, once, when the first answer that was checked is drawn.
import type { MakeChecked } from "../../finished/checked/contract";
import { CHECKED } from "./later-files";
import { fetched } from "./neighbours";

let script: Promise<MakeChecked | null> | undefined;

/** How verdicts are shown; null where nothing was checked, or the script cannot be had: the static signs stay. */
export async function checkedScript(evidence: unknown): Promise<MakeChecked | null> {
  if (evidence === undefined) return null;
  script ??= fetched(CHECKED).then(
    (loaded) => (loaded as { makeChecked: MakeChecked }).makeChecked,
    () => null,
  );
  return await script;
}
