// Loaded when an answer is inspected while it arrives, and not before.
import { Inspector } from "./inspector";
import { LiveRecording } from "./live";
import type { ReadsMessage } from "./model";

/** What the widget has heard so far, and will hear: widget.ts. */
export interface Heard {
  forEach(listener: (message: ReadsMessage, buffers: readonly DataView[]) => void): void;
}

/** Shows the attempt under way, and the next one when it begins, as long as the reader follows. `ready` gets it. */
export async function show(root: HTMLElement, heard: Heard, ready: (inspector: Inspector) => void): Promise<void> {
  await import("./style/sheet");
  const recording = new LiveRecording();
  let inspector: Inspector | undefined;
  let shown = -1;
  recording.listen((stream, from) => {
    if (!inspector) ready((inspector = new Inspector(root, recording, stream, true)));
    const last = recording.har.log.entries.length - 1;
    if (shown < last && (shown < 0 || inspector.following)) void inspector.open((shown = last));
    else inspector.grew(stream, from);
  });
  heard.forEach((message, buffers) => recording.receive(message, buffers));
}
