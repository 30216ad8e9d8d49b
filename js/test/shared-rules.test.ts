// The rules that Python and TypeScript both keep, by the cases that pytest reads, too (tests/cases/shared).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FORMATS } from "../src/finished/citation-formats";
import { readSaved } from "../src/finished/read-saved";
import { markerOf, tablesOfAnswer } from "../src/finished/table-rows";
import { clean, oneLine } from "../src/shared/clean";
import { host, safeUrl } from "../src/shared/links";

const CASES = process.env["PPLX_SHARED_CASES"] ?? "";

function each<Case>(name: string, says: (one: Case) => string, check: (one: Case) => void): void {
  const cases = JSON.parse(readFileSync(join(CASES, `${name}.json`), "utf8")) as Case[];
  assert.ok(cases.length > 4, `${name}.json holds cases`);
  for (const one of cases) void test(`${name}: ${says(one)}`, () => check(one));
}

const printable = (text: string) => JSON.stringify(text).slice(0, 80);

interface TextCase {
  text: string;
  clean: string;
  one_line: string;
  one_line_20: string;
}
each<TextCase>("clean", ({ text }) => printable(text), (one) => {
  assert.equal(clean(one.text), one.clean);
  assert.equal(clean(one.clean), one.clean);
  assert.equal(oneLine(one.text), one.one_line);
  assert.equal(oneLine(one.text, 20), one.one_line_20);
});

each<{ url: string; safe: string; host: string }>("links", ({ url }) => printable(url), (one) => {
  assert.equal(safeUrl(one.url), one.safe);
  assert.equal(host(one.url), one.host);
  assert.equal(safeUrl(one.safe), one.safe);
});

each<{ fact: string; answer: object; markers: string[]; tables: unknown }>("rows", ({ fact }) => fact, (one) => {
  const answer = readSaved({ version: 1, answer: one.answer });
  if (typeof answer === "string") throw new Error(answer);
  assert.deepEqual(tablesOfAnswer(answer, one.markers.flatMap((marker) => markerOf(marker) ?? [])), one.tables);
});

interface CitationCase {
  number: number | null;
  title: string;
  url: string;
  date: string;
  Markdown: string;
  BibTeX: string;
}
each<CitationCase>("citations", ({ title }) => printable(title), ({ number, title, url, date, ...written }) => {
  const row = { number, title, url, date, host: host(url), snippet: "" };
  for (const [name, form] of Object.entries(written)) assert.equal(FORMATS[name]?.(row), form);
});
