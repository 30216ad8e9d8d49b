// Bytes and text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export const utf8 = (bytes: Uint8Array): string => decoder.decode(bytes);
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const sizeOf = (text: string): number => bytesOf(text).length;

/** The lines of a block: name, value without the one space, offsets of the line, of its value and behind its end. */
export interface Line {
  start: number;
  name: string;
  value: number; // where the value begins
  nameEnd: number;
  end: number;
  next: number;
}

/** The lines between two offsets of a body. */
export function linesIn(body: Uint8Array, start: number, stop: number): Line[] {
  const lines: Line[] = [];
  for (let at = start; at < stop; ) {
    let end = at;
    while (end < stop && body[end] !== 10 && body[end] !== 13) end++;
    const next = end >= stop ? end : end + (body[end] === 13 && end + 1 < stop && body[end + 1] === 10 ? 2 : 1);
    // the byte order mark at the start of a stream is no part of its first line
    const from = at === 0 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : at;
    const colon = body.subarray(from, end).indexOf(58);
    const nameEnd = colon < 0 ? end : from + colon;
    const value = Math.min(end, nameEnd + 1 + Number(nameEnd + 1 < end && body[nameEnd + 1] === 32));
    lines.push({ start: from, name: utf8(body.subarray(from, nameEnd)), value, nameEnd, end, next });
    at = next;
  }
  return lines;
}
