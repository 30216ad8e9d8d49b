// Bytes as text, with half a character shown as its bytes.
import { utf8 } from "../stream/text";
import { h, type Child } from "../page/nodes";

export function exact(bytes: Uint8Array): Child[] {
  let [from, to] = [0, bytes.length];
  while (from < to && from < 3 && isTail(bytes[from])) from++;
  for (let back = 1; back <= 3 && to - back >= from; back++) {
    const byte = bytes[to - back] ?? 0;
    if (isTail(byte)) continue;
    if (byte >= 0xc0 && back < lengthOf(byte)) to -= back;
    break;
  }
  return [...half(bytes.subarray(0, from)), utf8(bytes.subarray(from, to)), ...half(bytes.subarray(to))];
}

const isTail = (byte = 0): boolean => (byte & 0xc0) === 0x80;
const lengthOf = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2);

function half(bytes: Uint8Array): Child[] {
  if (!bytes.length) return [];
  const hex = Array.from(bytes, (byte) => byte.toString(16).toUpperCase()).join(" ");
  return [h("span.half", { title: "part of a character" }, hex)];
}
