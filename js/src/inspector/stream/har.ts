// Taking a recording along: the whole HAR, as inspect/ would write it, from what a notebook holds; and as a command.
import type { Entry, Har } from "../model";
import type { Stream } from "./stream";
import { bytesOf, linesIn, utf8 } from "./text";

/** The log with the bodies of these streams; a saved one lacks the packed bytes, and says so. */
export function wholeHar(har: Har, streams: readonly (Stream | undefined)[]): Har {
  const whole = structuredClone(har);
  whole.log.entries.forEach((entry, i) => {
    const stream = streams[i];
    if (stream) fill(entry, stream);
  });
  return whole;
}

function fill(entry: Entry, stream: Stream): void {
  const body = stream.body.subarray(0, stream.length);
  const text = utf8(body);
  const content = isSame(text, body) ? { text } : { text: base64(body), encoding: "base64" };
  Object.assign(entry.response.content, content);
  entry._pplx.reads = stream.reads.map(({ t, n }) => [t, n]);
  if (stream.packed) {
    entry._pplx.unpacked = true;
    delete entry._pplx.sha256; // of the packed bytes
  }
  if (stream.isStream) entry._eventSourceMessages = messages(entry, stream);
}

/** Chrome's list: what a client would have been handed. An id stays until the next one. */
function messages(entry: Entry, stream: Stream): NonNullable<Entry["_eventSourceMessages"]> {
  const started_s = Date.parse(entry.startedDateTime) / 1e3;
  const found: NonNullable<Entry["_eventSourceMessages"]> = [];
  let eventId = "";
  for (const block of stream.blocks) {
    if (block.unfinished) break;
    const lines = linesIn(stream.body, block.start, block.end);
    const of = (name: string) =>
      lines.filter((line) => line.name === name && line.end > line.start).map((line) => utf8(stream.body.subarray(line.value, line.end)));
    eventId = of("id").filter((id) => !id.includes("\0")).at(-1) ?? eventId;
    if (block.event) found.push({ time: started_s + block.t / 1e6, eventName: block.type, eventId, data: of("data").join("\n") });
  }
  return found;
}

function isSame(text: string, body: Uint8Array): boolean {
  const again = bytesOf(text);
  return again.length === body.length && again.every((byte, i) => byte === body[i]);
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** The request as a command for a shell; the key is a variable of it. */
export function curlOf({ request }: Entry): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const hasKey = request.headers.some(({ name, value }) => name.toLowerCase() === "authorization" && value);
  const headers = [...(hasKey ? ['-H "Authorization: Bearer $PPLX_API_KEY"'] : []), "-H 'Content-Type: application/json'"];
  return [`curl -N ${quoted(request.url)}`, ...headers, `-d ${quoted(request.postData?.text ?? "")}`].join(" \\\n  ");
}
