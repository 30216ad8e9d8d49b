// A recording as a notebook holds it. It needs no kernel and makes no request.
import type { Source } from "./inspector";
import type { Packed } from "./model";
import type { Stream } from "./stream/stream";
import { unpacked } from "./stream/packed";

export const VERSION = 1;

export class SavedRecording implements Source {
  private readonly streams = new Map<number, Promise<Stream>>();

  constructor(private readonly packed: Packed) {}

  get har() {
    return this.packed.har;
  }

  stream(index: number): Promise<Stream> {
    const known = this.streams.get(index) ?? unpacked(this.packed, index);
    this.streams.set(index, known);
    return known;
  }
}

/** The recording in an output, or one line on why it cannot be shown. */
export function readPacked(data: unknown): Packed | string {
  const packed = data as Partial<Packed> | null;
  if (packed?.left_out) return packed.left_out;
  if ((packed?.version ?? 0) > VERSION) return "This recording was saved by a newer pplx_notebook: upgrade to see it.";
  return packed?.har?.log.entries.length && packed.bytes ? (packed as Packed) : "This output holds no recording.";
}
