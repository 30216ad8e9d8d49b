// JupyterLab's own copies of CodeMirror's modules and what this extension uses of its editor services. Types only: no
// package is in the bundle, and a second copy of one would not be understood by JupyterLab's editors.
import type * as Language from "@codemirror/language";
import type * as State from "@codemirror/state";
import type * as View from "@codemirror/view";
import type * as Common from "@lezer/common";
import type * as Highlight from "@lezer/highlight";
import type { Signal } from "../../shared/jupyter";

export interface CodeMirror {
  readonly language: typeof Language;
  readonly state: typeof State;
  readonly view: typeof View;
  readonly common: typeof Common;
  readonly highlight: typeof Highlight;
}

/** What each of them is called where JupyterLab shares it. */
export const MODULES: Record<keyof CodeMirror, string> = {
  language: "@codemirror/language",
  state: "@codemirror/state",
  view: "@codemirror/view",
  common: "@lezer/common",
  highlight: "@lezer/highlight",
};

/** What this extension uses of the shared module @jupyterlab/codemirror. */
export interface JupyterCodeMirror {
  readonly IEditorExtensionRegistry: unknown;
  readonly IEditorLanguageRegistry: unknown;
  readonly EditorExtensionRegistry: { readonly createImmutableExtension: (extension: State.Extension) => EditorExtension };
  readonly jupyterHighlightStyle: Language.HighlightStyle;
}

export type EditorExtension = object; // JupyterLab's IConfigurableExtension: made and read by JupyterLab alone

/** @jupyterlab/codemirror: what every new editor is given. */
export interface ExtensionRegistry {
  addExtension(factory: { name: string; factory(options: { model: EditorModel }): EditorExtension | null }): void;
}

/** @jupyterlab/codemirror: the languages by name or mime type, each loaded when first asked for. */
export interface LanguageRegistry {
  getLanguage(name: string): Promise<{ support?: Language.LanguageSupport } | null>;
}

/** @jupyterlab/codeeditor: the text of an editor; of a cell where it has a type. */
export interface EditorModel {
  readonly type?: string;
  readonly mimeType: string;
  readonly mimeTypeChanged: Signal<unknown, unknown>;
}
