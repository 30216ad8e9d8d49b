// Loaded when a saved recording is opened, and not before.
import { Inspector } from "./inspector";
import { readPacked, SavedRecording } from "./saved";

/** Shows what a notebook holds of a recording, where the reader was in the live one. */
export async function show(root: HTMLElement, data: unknown, before?: Inspector): Promise<Inspector | undefined> {
  await import("./style/sheet");
  const packed = readPacked(data);
  if (typeof packed === "string") {
    root.textContent = packed;
    return undefined;
  }
  const source = new SavedRecording(packed);
  const { attempt, place } = before ?? {};
  const shown = (place && attempt) ?? packed.har.log.entries.length - 1;
  const inspector = new Inspector(root, source, await source.stream(shown), false);
  await inspector.open(shown, place);
  return inspector;
}
