// The numbers of a stream in one row; each says in its title what it counts.
import type { Look } from "../look";
import { longestSilence, tokenRate, wireBytes } from "../stream/figures";
import { sizeOf } from "../stream/text";
import { h } from "./nodes";
import { count, size, span } from "./words";

type Fact = [name: string, value: string, says: string];

export function facts(look: Look): { node: HTMLElement; draw: () => void } {
  const node = h("dl.facts");
  const draw = () => node.replaceChildren(...found(look).map(([name, value, says]) => h("div", { title: says }, h("dt", name), h("dd", value))));
  return { node, draw };
}

function found({ stream }: Look): Fact[] {
  const { reads, length, done, isStream, firstText, events, end } = stream;
  const [wire, gap, first] = [wireBytes(stream), longestSilence(stream), reads[0]];
  const ofStream = (...some: Fact[]) => (isStream ? some : []);
  return [
    ["First byte", first ? span(first.t) : "–", "until the first byte of the body"],
    ...ofStream(
      ["First text", firstText === undefined ? "–" : span(firstText), "until the answer’s first word"],
      ["Longest silence", gap ? span(gap) : "–", "the longest time in which nothing arrived"],
    ),
    [done ? "Total" : "So far", span(end), "until the end"],
    ...ofStream(["Events", count(events), "messages that the decoder handed over"]),
    ["Reads", count(reads.length), "times the network brought something"],
    ["Bytes", wire === length ? size(length) : `${size(length)} in ${size(wire)}`, "of the body, and on the wire where it was compressed"],
    ...ofStream(...share(sizeOf(stream.text), length), ...speed(tokenRate(stream))),
  ];
}

function share(text: number, length: number): Fact[] {
  if (!length) return [];
  const percent = (100 * text) / length;
  return [["Text share", `${percent.toFixed(percent > 10 ? 0 : percent > 0.1 ? 1 : 2)} %`, "bytes of the answer’s text among all bytes"]];
}

function speed({ mean, counted }: { mean: number; counted: boolean }): Fact[] {
  if (!mean) return [];
  const says = counted ? "as the server counted, while text arrived" : "at 4 characters a token: not counted yet";
  return [["Tokens a second", `${counted ? "" : "≈ "}${mean.toFixed(0)}`, says]];
}
