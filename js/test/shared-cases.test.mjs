// Rules told in Python and here: the cases of tests/cases/shared hold for both (Python's half: tests/views/test_shared_cases.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FORMATS, written } from "../src/finished/sources/formats";
import { readSaved } from "../src/finished/read-saved";
import { markersIn } from "../src/finished/markers/markers";
import { withSources, textOnly } from "../src/finished/sources/copied-text";
import { sourceLists } from "../src/finished/sources/rows";
import { wordsOf } from "../src/finished/sources/snippet";
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

each("csl", ({ title, url, date, csl }) => {
  const row = { number: 1, title: oneLine(title, 300) || host(url), url: safeUrl(url), host: host(url), date: oneLine(date, 300), snippet: "" };
  assert.deepEqual(JSON.parse(FORMATS.CSL(row, 1)), csl);
  assert.deepEqual(JSON.parse(written("CSL", [row, row])), [csl, { ...csl, id: "source-2" }]);
});

each("snippets", ({ snippet, words }) => {
  assert.equal(wordsOf(snippet), words);
});

const CITED = [{ number: 2, title: "A [b] | c & d", url: "https://a.example/x_(y)", host: "a.example", date: "", snippet: "" }];

test("a copied answer is its text and what it cites, without stray escapes", () => {
  assert.equal(withSources("Fusion [2] is *hot* & costs $5.", CITED), "Fusion [2] is *hot* & costs $5.\n\nSources:\n\n- [2] [A \\[b\\] | c & d](<https://a.example/x_(y)>)\n");
  assert.equal(withSources("Nothing cited.", []), "Nothing cited.\n");
});

test("outside of code nothing that is copied runs or fetches", () => {
  const text = "<img src=x> ![a](https://a.example/b.png) <https://a.example/> a < b\n\n```html\n<img src=x>\n```\n\n`<b>`";
  assert.equal(withSources(text, []), "\\<img src=x> [a](https://a.example/b.png) <https://a.example/> a < b\n\n```html\n<img src=x>\n```\n\n`<b>`\n");
});

test("text only has no marker of a known source, and its code stays", () => {
  assert.equal(textOnly("One [2], two [1][2]. Three [9].\n\n```\nx [2]\n```", (number) => number < 3), "One, two. Three [9].\n\n```\nx [2]\n```\n");
});
