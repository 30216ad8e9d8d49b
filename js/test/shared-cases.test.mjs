// Rules told in Python and here: the cases of tests/cases/shared hold for both (Python's half: tests/views/test_shared_cases.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { dateParts } from "../src/finished/references/dates";
import { written } from "../src/finished/references/formats";
import { citationKey } from "../src/finished/references/key";
import { markdownLink } from "../src/finished/references/markdown-link";
import { samePage } from "../src/finished/references/pages";
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
  const whole = (rows) => rows.map((row) => ({ also: [], ...row }));
  assert.deepEqual(lists, { citations: whole(citations), results: whole(results) });
});

const rowOf = ({ number = 1, title, url, date }) => ({ number, also: [], title: oneLine(title, 120) || host(url), url: safeUrl(url), host: host(url), date: oneLine(date, 300), snippet: "" });

each("citations", ({ markdown, bibtex, biblatex, accessed, ...given }) => {
  const row = rowOf(given);
  assert.equal(markdownLink(row.title, row.url), markdown);
  assert.equal(written("BibTeX", [row], { accessed }), bibtex.join("\n"));
  assert.equal(written("BibLaTeX", [row], { accessed }), biblatex.join("\n"));
});

each("pages", ({ url, page, key }) => {
  const safe = safeUrl(url);
  assert.equal(samePage(safe), page);
  assert.equal(citationKey(safe, "A title"), key);
});

each("dates", ({ text, parts }) => assert.deepEqual(dateParts(text), parts));

test("two rows of one page are one entry, and a file is known by its title", () => {
  const rows = ["https://a.example/x", "http://www.a.example/x/?utm_source=b#c", "", ""].map((url, at) => ({ number: at, also: [], title: `T${at}.pdf`, url, host: "", date: "", snippet: "" }));
  const keys = [...written("BibTeX", rows, { accessed: "" }).matchAll(/^@misc{(.*),$/gm)].map((found) => found[1]);
  assert.equal(new Set(keys).size, 3);
  assert.equal(keys.length, 3);
  assert.equal(written("Markdown", rows, { accessed: "" }).split("\n").length, 4);
});

each("ris", ({ ris, accessed, ...given }) => {
  assert.equal(written("RIS", [rowOf(given)], { accessed }), ris.join("\n"));
});

each("csl", ({ csl, accessed, ...given }) => {
  assert.deepEqual(JSON.parse(written("CSL", [rowOf(given), rowOf(given)], { accessed })), [csl]);
});

test("what a stranger wrote beside an answer is inert in every format, or nothing", () => {
  const row = rowOf({ title: "T", url: "https://a.example/", date: "" });
  const evil = "x}, author = {Eve\n\\input{y}\nAU  - Eve";
  const fields = ["title", "journal", "volume", "version", "date", "archived_at"].map((name) => [name, evil]);
  const identifiers = [`doi:${evil}`, `arxiv:${evil}`, `pmid:${evil}`, 3, null, "x"];
  const hostile = { url: row.url, work: "article", identifiers, archived_url: "javascript:alert(1)", ...Object.fromEntries(fields) };
  const plain = written("RIS", [row], { accessed: "" });
  for (const references of [undefined, null, 3, "x", {}, [3, null, [], { url: 3 }], [{ ...hostile, url: "https://b.example/" }]]) {
    assert.equal(written("RIS", [row], { accessed: "", references }), plain);
  }
  const made = (name, work) => written(name, [row], { accessed: "", references: [{ ...hostile, work }] });
  for (const work of ["article", "preprint", "constructor", evil]) {
    for (const name of ["BibTeX", "BibLaTeX"]) assert.doesNotMatch(made(name, work), /author = \{|\\input|javascript/);
    assert.doesNotMatch(made("RIS", work), /^AU/m);
    assert.equal(JSON.parse(made("CSL", work)).length, 1);
    assert.doesNotMatch(made("Markdown", work), /javascript|\n/);
  }
});

each("snippets", ({ snippet, words }) => {
  assert.equal(wordsOf(snippet), words);
});

const CITED = [{ number: 2, also: [], title: "A [b] | c & d", url: "https://a.example/x_(y)", host: "a.example", date: "", snippet: "" }];

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
