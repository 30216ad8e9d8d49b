// Our languages, made of JupyterLab's Markdown and Python when a cell first asks, once for all cells.
import type { Language } from "@codemirror/language";
import type { Parser } from "@lezer/common";
import type { CodeMirror, LanguageRegistry } from "./codemirror";
import { languageOf } from "./language";

const MARKDOWN = "text/x-ipythongfm"; // as in Markdown cells, formulas and all
const PYTHON = /^text\/x-i?python$/;

/** Our languages by the kind of cell; no "lines" where the notebook is not Python's. */
export type Languages = Partial<Record<"cell" | "lines", Language>>;

export class LanguageMaker {
  private readonly made = new Map<string, Promise<Languages>>();

  constructor(
    private readonly modules: CodeMirror,
    private readonly registry: LanguageRegistry,
  ) {}

  /** The languages for a notebook of this mime type. */
  make(mimeType: string): Promise<Languages> {
    const making = this.made.get(mimeType) ?? this.load(mimeType).catch(() => ({})); // without them cells stay as they are
    this.made.set(mimeType, making);
    return making;
  }

  private async load(mimeType: string): Promise<Languages> {
    const [markdown, python] = await Promise.all([this.parser(MARKDOWN), PYTHON.test(mimeType) ? this.parser(mimeType) : undefined]);
    if (!markdown) return {};
    const cell = languageOf(this.modules, "cell", markdown);
    return python ? { cell, lines: languageOf(this.modules, "lines", markdown, python) } : { cell };
  }

  private async parser(mimeType: string): Promise<Parser | undefined> {
    return (await this.registry.getLanguage(mimeType))?.support?.language.parser;
  }
}
