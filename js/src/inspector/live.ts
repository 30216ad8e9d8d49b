// A recording under way: what the kernel sends twenty times a second at most. A page that missed a message waits for
// one that begins earlier; the kernel sends such ones now and then (views/screens/inspecting/sending.py).
import type { Source } from "./inspector";
import type { Har, ReadsMessage } from "./model";
import { Stream } from "./stream/stream";

export type Grew = (stream: Stream, from: number) => void;

export class LiveRecording implements Source {
  readonly har: Har = { log: { version: "1.2", creator: { name: "pplx_notebook", version: "" }, _pplx: { format: 1 }, entries: [] } };
  private readonly streams: Stream[] = [];
  private listener: Grew = () => undefined;
  private work: Promise<void> = Promise.resolve();

  stream(index: number): Promise<Stream> {
    const stream = this.streams[index];
    return stream ? Promise.resolve(stream) : Promise.reject(new Error(`there is no attempt ${index + 1} yet`));
  }

  listen(listener: Grew): void {
    this.listener = listener;
  }

  receive(message: ReadsMessage, buffers: readonly DataView[]): void {
    if (message.kind !== "reads" || message.attempt > this.streams.length) return;
    const stream = this.streamOf(message);
    if (!stream) return;
    Object.assign(stream.entry, message.entry);
    if (!this.take(stream, message, buffers[0])) return;
    this.work = this.work.then(async () => {
      const before = stream.blocks.length;
      await stream.parse();
      if (message.over) stream.finish();
      this.listener(stream, before);
    });
  }

  private streamOf({ attempt, entry }: ReadsMessage): Stream | undefined {
    const known = this.streams[attempt];
    if (known || !entry) return known;
    const stream = new Stream({ ...entry });
    this.streams.push(stream);
    this.har.log.entries.push(stream.entry);
    return stream;
  }

  /** False where something before it is missing. */
  private take(stream: Stream, { first, at, reads, block, chunks }: ReadsMessage, buffer?: DataView): boolean {
    const [known, length] = [stream.reads.length, stream.length];
    if (first > known || stream.done) return false;
    chunks.forEach((of, i) => (stream.chunks[block + i] = of));
    const bytes = buffer ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array();
    stream.push(bytes.subarray(length - at), reads.slice(known - first));
    return true;
  }
}
