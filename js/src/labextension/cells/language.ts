// The language of a cell with questions: magics and options as such, questions in Markdown, the other lines in Python.
// Made of JupyterLab's own Markdown and Python, so that they look and act as everywhere else in the notebook.
import type { Language } from "@codemirror/language";
import type { Input, Parser, SyntaxNodeRef, Tree } from "@lezer/common";
import type { CodeMirror } from "./codemirror";
import { questionsIn, type Asking, type CellKind, type Part, type Range } from "./parts";

const NAMES = ["Cell", "Asking", "magic", "option", "value", "question", "Name"] as const;

/** A language for cells of that kind. `python`: of the lines that ask nothing. */
export function languageOf(modules: CodeMirror, kind: CellKind, markdown: Parser, python?: Parser): Language {
  const { common, highlight, language } = modules;
  const { tags } = highlight;
  const data = language.defineLanguageFacet({ commentTokens: { line: "#" } }); // "toggle comment" takes the whole cell out
  const nodes = new common.NodeSet(NAMES.map((name, id) => common.NodeType.define({ id, name, top: name === "Cell" }))).extend(
    language.languageDataProp.add({ Cell: data }),
    highlight.styleTags({ magic: tags.operator, option: tags.attributeName, value: tags.string, Name: tags.special(tags.variableName) }),
  );
  const node = (name: (typeof NAMES)[number], { from, to }: Range, inner: readonly Range[], trees: Tree[]): Tree =>
    new common.Tree(typeOf(name), trees, inner.map((each) => each.from - from), to - from);
  const typeOf = (name: (typeof NAMES)[number]) => nodes.types[NAMES.indexOf(name)] ?? common.NodeType.none;

  const partTree = (part: Part) => node(part.kind, part, part.names, part.names.map((name) => node("Name", name, [], [])));
  const askingTree = (asking: Asking) => node("Asking", asking, asking.parts, asking.parts.map(partTree));
  const cellTree = (text: string) => {
    const questions = questionsIn(text, kind);
    return node("Cell", { from: 0, to: text.length }, questions, questions.map(askingTree));
  };

  const inside = common.parseMixed((outer) => {
    const parser = outer.name === "question" ? markdown : outer.name === "Cell" ? python : undefined;
    const overlay = parser ? between(outer) : [];
    return parser && overlay.length ? { parser, overlay } : null;
  });

  class CellParser extends common.Parser {
    createParse(input: Input, ...rest: [Parameters<typeof inside>[2], Parameters<typeof inside>[3]]) {
      const all = { advance: () => cellTree(input.read(0, input.length)), parsedPos: input.length, stopAt() {}, stoppedAt: null };
      return inside(all, input, ...rest);
    }
  }
  return new language.Language(data, new CellParser(), [], "pplx");
}

/** A node's text but for its inner nodes. */
function between({ from, to, node }: SyntaxNodeRef): Range[] {
  const found: Range[] = [];
  let at = from;
  for (let inner = node.firstChild; inner; inner = inner.nextSibling) {
    if (at < inner.from) found.push({ from: at, to: inner.from });
    at = inner.to;
  }
  if (at < to) found.push({ from: at, to });
  return found;
}
