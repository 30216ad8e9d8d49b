// Rules told in Python and here: the cases of tests/cases/shared hold for both (Python's half: tests/views/test_shared_cases.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FORMATS } from "../src/finished/citation-formats";
import { readSaved } from "../src/finished/read-saved";
import { markersIn } from "../src/finished/markers/markers";
import { sourceLists } from "../src/finished/table-rows";
import { clean, oneLine } from "../src/shared/clean";
import { writtenOut } from "../src/live/short-markers";
import { host, safeUrl } from "../src/shared/links";

const ROOM = "../../tests/cases/shared"; // run.mjs starts the tests in its own folder

/** One test for each case of a file. */
function each(name, holds) {
  const cases = JSON.parse(readFileSync(`${ROOM}/${name}.json`, "utf8"));
  assert.ok(cases.length > 10, `${name}.json has its cases`);
  for (const given of cases) test(`${name}: ${given.case}`, () => holds(given));
}

each("clean", ({ text, cleaned, limit, line }) => {
  if (cleaned !== undefined) {
    assert.equal(clean(text), cleaned);
    assert.equal(clean(cleaned), cleaned);
  }
  if (line !== undefined) assert.equal(oneLine(text, limit), line);
});

each("links", ({ url, safe, host: name, tail = "", safe_tail = "", times = 0 }) => {
  const [given, expected] = [url + tail.repeat(times), safe + safe_tail.repeat(times)];
  assert.equal(safeUrl(given), expected);
  assert.equal(safeUrl(expected), expected);
  assert.equal(host(given), name);
  const start = expected && `<a href="${expected.replaceAll("&", "&amp;")}" `; // a refused one leaves the marker's text
  assert.ok(writtenOut("<a>[3]</a>", [{ number: 3, url: given }]).startsWith(start || "[3]"));
});

each("markers", ({ text, markers }) => {
  assert.deepEqual(markersIn(text).map(({ kind, number }) => (kind ? `${kind}:${number}` : `${number}`)), markers);
});

each("rows", ({ answer, markers, citations, results }) => {
  const lists = sourceLists(readSaved({ version: 1, answer }), markersIn(markers.join(" ")));
  assert.deepEqual(lists, { citations, results });
});

each("citations", ({ number, title, url, date, markdown, bibtex }) => {
  const row = { number, title, url: safeUrl(url), host: host(url), date, snippet: "" };
  assert.equal(FORMATS.Markdown(row, number), markdown);
  assert.equal(FORMATS.BibTeX(row, number), bibtex.join("\n"));
});

test("rows without a number have BibTeX keys of their own", () => {
  const rows = [1, 2, 3].map((place) => ({ number: null, title: "A", url: "https://a.example/", host: "a.example", date: "", snippet: "", place }));
  const keys = rows.map((row) => /{(.*),/.exec(FORMATS.BibTeX(row, row.place))?.[1]);
  assert.deepEqual(keys, ["aexample-1", "aexample-2", "aexample-3"]);
});

each("ris", ({ title, url, date, ris }) => {
  const row = { number: 1, title: oneLine(title, 300) || host(url), url: safeUrl(url), host: host(url), date: oneLine(date, 300), snippet: "" };
  assert.equal(FORMATS.RIS(row, 1), ris.join("\n"));
});
