// Events listed are events decoded: the cases of tests/cases/shared/event-streams.json hold for the inspector's own
// reading of the bytes as for the decoder (Python's half: tests/inspect/test_event_streams.py), cut anywhere.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { SavedRecording } from "../src/inspector/saved";
import { wholeHar } from "../src/inspector/stream/har";
import { filterOf } from "../src/inspector/stream/filter";
import { longestSilence, silences, tokenRate } from "../src/inspector/stream/figures";
import { Stream } from "../src/inspector/stream/stream";

const CASES = JSON.parse(readFileSync("../../tests/cases/shared/event-streams.json", "utf8"));
const bytes = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const entry = () => ({
  startedDateTime: "1970-01-01T00:00:00.000Z",
  request: { method: "POST", url: "https://a.example/", httpVersion: "HTTP/1.1", headers: [] },
  response: { status: 200, statusText: "OK", httpVersion: "HTTP/1.1", headers: [], content: { size: 0, mimeType: "text/event-stream" } },
  _pplx: { attempt: 1, marks: { end: 9e6 }, end: "done" },
});

/** A stream whose reads came a second apart, parsed after each. */
async function read(parts, chunks = []) {
  const stream = new Stream(entry());
  stream.chunks.push(...chunks);
  for (const [i, part] of parts.entries()) {
    stream.push(part, [[i * 1e6, part.length]]);
    await stream.parse();
  }
  stream.finish();
  return stream;
}

/** What Save .har hands on: type, data, id and the second of the read. */
function eventsOf(stream) {
  const { log } = wholeHar({ log: { entries: [stream.entry] } }, [stream]);
  return log.entries[0]._eventSourceMessages.map(({ eventName, data, eventId, time }) => [eventName, data, eventId, time]);
}

assert.ok(CASES.length > 30);
for (const { case: name, reads, events } of CASES) {
  const parts = reads.map(bytes);
  const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
  const untimed = events.map(([type, data, id]) => [type, data, id]);

  test(`event-streams: ${name}`, async () => {
    const stream = await read(parts);
    assert.deepEqual(eventsOf(stream), events);
    assert.equal(stream.events, events.length);
    assert.deepEqual(stream.blocks.filter(({ event, unfinished }) => event && !unfinished).map(({ type }) => type), events.map(([type]) => type));
  });

  test(`event-streams: ${name}, cut anywhere`, async () => {
    const cuts = Array.from(whole, (_, at) => [whole.subarray(0, at), whole.subarray(at)]);
    for (const cut of [...cuts, Array.from(whole, (byte) => Uint8Array.of(byte))]) {
      const stream = await read(cut);
      assert.deepEqual(eventsOf(stream).map((event) => event.slice(0, 3)), untimed);
      const { blocks } = stream; // they cover the bytes without a hole, but for blank lines alone
      blocks.forEach(({ start }, i) => assert.equal(start, blocks[i - 1]?.end ?? 0));
      if (blocks.length) assert.equal(blocks.at(-1).end, whole.length);
    }
  });
}

const TALK = [
  [[["TextDelta", "Hel"]], "data: Hel\n\n"],
  [[], ": wait\n\n"],
  [[["TextDelta", "lo"], ["UsageReport", "12 output tokens"]], "data: lo\n\n"],
  [[["Failed", "no"]], "data: no\n\n"],
];
const talk = () => read(TALK.map(([, text]) => bytes(text)), TALK.map(([chunks]) => chunks));

test("a block has the kind of what it became", async () => {
  const { blocks, text, firstText, tokens } = await talk();
  assert.deepEqual(blocks.map(({ kind }) => kind), ["text", "none", "text", "bad"]);
  assert.deepEqual([text, firstText, tokens], ["Hello", 0, 12]);
});

test("silences are between reads and before the end, and named once they are six times the usual", async () => {
  const stream = await talk(); // reads a second apart, the last 6 s before the end
  assert.equal(longestSilence(stream), 6e6);
  assert.deepEqual(silences(stream), [{ t: 3e6, us: 6e6 }]);
});

test("tokens a second are the server's count, from first to last text, and none stand in a silence", async () => {
  const { counted, mean, bins } = tokenRate(await talk(), 9, 9e6);
  assert.equal(counted, true);
  assert.equal(mean, 6); // 12 in the two seconds from the first to the last
  assert.deepEqual([...bins].map((rate) => rate > 0), [true, false, true, false, false, false, false, false, false]);
});

test("the filter knows words, gaps, sizes and kinds", async () => {
  const stream = await talk();
  const found = (query, kind = "") => stream.blocks.filter(filterOf(stream, query, kind)).map(({ i }) => i);
  assert.deepEqual(found("HEL"), [0]);
  assert.deepEqual(found("gap>999"), [1, 2, 3]);
  assert.deepEqual(found("size > 10"), [0]);
  assert.deepEqual(found("", "text"), [0, 2]);
  assert.deepEqual(found("no such thing"), []);
});

test("a saved recording is unpacked to what it was", async () => {
  const body = Buffer.from("data: a\n\ndata: b\n\n");
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  const facts = { reads: [[5, 3, 9], [7, 4, 9]], chunks: [[["TextDelta", "a"]], [["TextDelta", "b"]]] };
  const packed = deflateRawSync(Buffer.concat([head, body, Buffer.from(JSON.stringify(facts))])).toString("base64");
  const har = { log: { entries: [{ ...entry(), _pplx: { ...entry()._pplx, sha256: "0" } }] } };
  const stream = await new SavedRecording({ version: 1, har, bytes: [packed], left_out: "" }).stream(0);
  assert.deepEqual([stream.text, stream.events, stream.firstText, stream.packed], ["ab", 2, 5, true]);
  const own = wholeHar(har, [stream]).log.entries[0]._pplx; // the packed bytes are not in a notebook
  assert.deepEqual([own.reads, own.unpacked, own.sha256], [[[5, 9], [7, 9]], true, undefined]);
});

test("a body that is no text is saved as its bytes", async () => {
  const stream = await read([bytes("data: \u00ff\n\n")]);
  const { content } = wholeHar({ log: { entries: [stream.entry] } }, [stream]).log.entries[0].response;
  assert.deepEqual([content.encoding, Buffer.from(content.text, "base64").toString("latin1")], ["base64", "data: \u00ff\n\n"]);
});
