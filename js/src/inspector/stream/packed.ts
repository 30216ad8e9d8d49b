// What a notebook holds of a recording, unpacked.
import type { Chunk, Packed, Read } from "../model";
import { Stream } from "./stream";
import { utf8 } from "./text";

/** The stream of an entry, whole. */
export async function unpacked({ har, bytes }: Packed, index: number): Promise<Stream> {
  const entry = har.log.entries[index];
  if (!entry) throw new Error(`this recording has no entry ${index}`);
  const stream = new Stream(entry);
  const packed = bytes[index];
  if (packed) {
    const all = await inflate(packed);
    const length = new DataView(all.buffer).getUint32(0);
    const { reads, chunks } = JSON.parse(utf8(all.subarray(4 + length))) as { reads: Read[]; chunks: Chunk[][] };
    for (const of of chunks) stream.chunks.push(of);
    stream.push(all.subarray(4, 4 + length), reads);
    await stream.parse();
  }
  stream.finish();
  return stream;
}

async function inflate(text: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
  const body = new Response(packed).body?.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(body ?? null).arrayBuffer());
}
