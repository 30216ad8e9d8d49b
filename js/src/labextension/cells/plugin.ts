// The plugin that colours questions in code cells. Where JupyterLab shares other modules than it draws its own editors
// with, it does nothing: an editor that is given another copy's extensions does not open at all.
import type { CodeMirror, ExtensionRegistry, JupyterCodeMirror, LanguageRegistry } from "./codemirror";
import { LanguageMaker } from "./language-maker";
import { questionCell } from "./question-cells";

/** @lumino/application: IPlugin. */
export interface Plugin {
  id: string;
  description: string;
  autoStart: true;
  optional: unknown[];
  activate(app: unknown, extensions?: ExtensionRegistry | null, languages?: LanguageRegistry | null): void | Promise<void>;
}

const ABOUT = { id: "pplx-notebook:cells", description: "Colours questions in code cells as Markdown.", autoStart: true } as const;

export function cellsPlugin(modules: CodeMirror, jupyter: JupyterCodeMirror): Plugin {
  return {
    ...ABOUT,
    optional: [jupyter.IEditorExtensionRegistry, jupyter.IEditorLanguageRegistry],
    activate: (_app, extensions, languages) => {
      if (!extensions || !languages || !areJupyters(modules, jupyter)) return;
      const maker = new LanguageMaker(modules, languages);
      const { createImmutableExtension } = jupyter.EditorExtensionRegistry;
      extensions.addExtension({
        name: ABOUT.id,
        factory: ({ model }) => (model.type === "code" ? createImmutableExtension(questionCell(modules, model, maker)) : null),
      });
    },
  };
}

/** In place of the plugin where a module is missing: cells stay as they are. */
export const noPlugin: Plugin = { ...ABOUT, optional: [], activate: () => undefined };

/** True if these are the very modules JupyterLab's editors are made with. */
function areJupyters({ language, state, view, highlight }: CodeMirror, { jupyterHighlightStyle }: JupyterCodeMirror): boolean {
  return (
    jupyterHighlightStyle instanceof language.HighlightStyle &&
    jupyterHighlightStyle.style([highlight.tags.keyword]) !== null &&
    language.language instanceof state.Facet &&
    view.EditorView.editable instanceof state.Facet
  );
}
