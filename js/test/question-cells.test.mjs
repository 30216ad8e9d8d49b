// What a code cell's text holds for us (tests/cases/shared/question-cells.json), and its tree as CodeMirror makes it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as language from "@codemirror/language";
import { markdown } from "@codemirror/lang-markdown";
import { python } from "@codemirror/lang-python";
import * as state from "@codemirror/state";
import * as common from "@lezer/common";
import * as highlight from "@lezer/highlight";
import { languageOf } from "../src/labextension/cells/language";
import { HEAD_CHARACTERS, kindOf, mayAsk, questionsIn } from "../src/labextension/cells/parts";

const CASES = JSON.parse(readFileSync("../../tests/cases/shared/question-cells.json", "utf8"));
const MODULES = { language, state, common, highlight };
const made = (kind) => languageOf(MODULES, kind, markdown().language.parser, kind === "lines" ? python().language.parser : undefined);
const LANGUAGES = { cell: made("cell"), lines: made("lines") };

for (const { case: name, text, kind, parts } of CASES) {
  test(`question cells: ${name}`, () => {
    assert.equal(kindOf(text.slice(0, HEAD_CHARACTERS), mayAsk(text)), kind);
    const found = questionsIn(text, kind).flatMap((asking) => asking.parts);
    const named = found.flatMap((part) => [part, ...part.names.map((name) => ({ ...name, kind: "name" }))]);
    assert.deepEqual(named.map(({ kind, from, to }) => [kind, text.slice(from, to)]), parts);
  });
}

/** The words of a text that have a colour, with its name. */
function coloured(text, tree) {
  const found = [];
  highlight.highlightTree(tree, highlight.classHighlighter, (from, to, tags) => found.push(`${text.slice(from, to)}: ${tags.replace(/tok-/g, "")}`));
  return found;
}

const treeOf = (now) => language.ensureSyntaxTree(now, now.doc.length, 5_000);
const opened = (kind, doc) => state.EditorState.create({ doc, extensions: [LANGUAGES[kind]] });

test("a question is Markdown, what stands before it is not", () => {
  const text = "%%pplx --into *x*\n===\n# Is *it* {{so}}?\n1986. was 'not";
  assert.deepEqual(coloured(text, treeOf(opened("cell", text))), [
    "%%pplx: operator", "--into: propertyName", "*x*: string",
    "#: heading meta", " Is : heading", "*: heading emphasis meta", "it: heading emphasis", "*: heading emphasis meta", " : heading",
    "{{so}}: variableName2", "?: heading",
    "1986.: meta",
  ]);
});

test("the lines that ask nothing are Python, whatever quotes and brackets a question leaves open", () => {
  const text = "if x:\n    %pplx don't (\"\"\" **say**\n    return 'y' # z";
  assert.deepEqual(coloured(text, treeOf(opened("lines", text))), [
    "if: keyword", "x: variableName", "%pplx: operator", "**: strong meta", "say: strong", "**: strong meta",
    "return: keyword", "'y': string", "# z: comment",
  ]);
});

test("text that grows and shrinks has the colours it would have at once", () => {
  const [kind, whole] = ["lines", CASES.filter((given) => given.kind === "lines").map(({ text }) => text).join("\n")];
  let now = opened(kind, "");
  const same = () => assert.deepEqual(coloured(now.doc.toString(), treeOf(now)), coloured(now.doc.toString(), treeOf(opened(kind, now.doc))));
  for (const [at, sign] of [...whole].entries()) {
    now = now.update({ changes: { from: now.doc.length, insert: sign } }).state;
    if (at % 20 === 0) same();
  }
  for (let from = 3; now.doc.length > from + 5; from = (from * 31) % now.doc.length) {
    now = now.update({ changes: { from, to: from + 5 } }).state;
    same();
    if (from < 2) from = 17;
  }
});

test("a cell is commented out as a whole, as Python is", () => {
  assert.deepEqual(opened("cell", "%%pplx\nWhy?").languageDataAt("commentTokens", 2), [{ line: "#" }]);
});
