// Request and Response: the line, the headers with what they mean, and a body that is no stream.
import type { Entry, Header } from "../model";
import type { Stream } from "../stream/stream";
import { utf8 } from "../stream/text";
import { h, note } from "../page/nodes";
import { payload } from "./meaning";

const HEADERS: Readonly<Record<string, string>> = {
  authorization: "your key went out here; it is never recorded",
  accept: "please stream",
  "retry-after": "seconds to wait before asking again",
  "content-encoding": "compressed on the wire; sizes here are after unpacking",
  "x-ratelimit-remaining": "questions left in this window",
};

function headerSays(name: string, value: string): string {
  if (name === "content-type") return value.includes("event-stream") ? "read this as events, while it comes" : "";
  if (name === "accept" && !value.includes("event-stream")) return "";
  return HEADERS[name] ?? "";
}

const MOST = 200_000; // characters of a body shown

export function requestPanel({ request }: Entry): HTMLElement[] {
  return [...head(`${request.method} ${request.url}`, request.headers), body(request.postData?.text ?? "", "No body.")];
}

export function responsePanel(stream: Stream): HTMLElement[] {
  const { response } = stream.entry;
  if (!response.status) return [h("p.hint", stream.done ? "No response came." : "No response yet.")];
  const text = stream.isStream ? "" : utf8(stream.body.subarray(0, stream.length));
  const none = stream.isStream ? "The body is the stream: the events on the left." : "No body.";
  return [...head(`${response.httpVersion} ${response.status} ${response.statusText}`, response.headers), body(text, none)];
}

function head(line: string, headers: readonly Header[]): HTMLElement[] {
  const rows = headers.flatMap(({ name, value }) => {
    const says = headerSays(name.toLowerCase(), value);
    return [h("dt", name), h("dd", value, ...(says ? [note(says)] : []))];
  });
  return [h("p.line", h("b", line)), ...(rows.length ? [h("dl.headers", ...rows)] : [])];
}

const body = (text: string, none: string): HTMLElement => (text ? payload(text.slice(0, MOST)) : h("p.hint", none));
