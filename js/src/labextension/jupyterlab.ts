// What this extension uses of JupyterLab: parts of @lumino/widgets, @jupyterlab/rendermime-interfaces and of
// the sharing scope that JupyterLab's bootstrap hands to every prebuilt extension.
import type { Signal } from "../shared/jupyter";

/** Lumino's Widget: a node in JupyterLab's tree of widgets. */
export interface Widget {
  readonly node: HTMLElement;
  readonly parent: Widget | null;
  readonly isAttached: boolean;
  layout: PanelLayout | null;
  addClass(name: string): void;
  dispose(): void;
  onAfterAttach(message: unknown): void;
}

export type WidgetClass = new (options?: { node?: HTMLElement }) => Widget;

/** Lumino's PanelLayout: the widgets inside a widget, told of its being shown, resized and disposed of. */
export interface PanelLayout {
  addWidget(widget: Widget): void;
}

/** What this extension uses of the shared module @lumino/widgets. */
export interface Lumino {
  Widget: WidgetClass;
  PanelLayout: new () => PanelLayout;
}

/** The output of a cell: the whole mime bundle. */
export interface MimeModel {
  readonly data: MimeBundle;
  readonly trusted: boolean;
  setData(options: { data: MimeBundle }): void;
}

/** @jupyterlab/outputarea: the outputs of a cell. */
export interface OutputAreaModel {
  get(index: number): { toJSON(): { output_type?: string; ename?: string; data?: object } } | undefined;
  readonly changed: Signal<unknown, unknown>;
}

/** @jupyterlab/cells: a cell; its editor is there once it is ready. */
export interface Cell extends Widget {
  readonly ready: Promise<void>;
  readonly model: { readonly outputs?: { toJSON(): { data?: MimeBundle }[] } };
  readonly editor: { focus(): void; setCursorPosition(place: { line: number; column: number }): void } | null;
}

/** @jupyterlab/notebook: the cells on the page. */
export interface Notebook {
  readonly widgets: readonly Cell[];
  activeCellIndex: number;
  mode: "command" | "edit";
  readonly model: {
    readonly sharedModel: { insertCell(index: number, cell: { cell_type: "code"; source: string; metadata: { trusted: boolean } }): unknown };
  };
  scrollToItem?(index: number): Promise<void>;
}

export type MimeBundle = Readonly<Record<string, unknown>>;

/** @jupyterlab/docregistry: the file behind a notebook; says "started" just before it writes the notebook down. */
export interface NotebookContext {
  readonly saveState: Signal<unknown, string>;
}

/** What draws the outputs of one notebook; every output area of JupyterLab has it. */
export interface RenderMime {
  createRenderer(mimeType: string): Renderer;
}

export interface RendererOptions {
  sanitizer: { sanitize(dirty: string): string };
  latexTypesetter?: { typeset(node: HTMLElement): void | Promise<void> } | null;
}

export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

/** @jupyterlab/rendermime-interfaces: IRenderMime.IExtension. */
export interface MimeExtension {
  id: string;
  description: string;
  rendererFactory: { safe: boolean; mimeTypes: string[]; createRenderer(options: RendererOptions): Renderer };
  rank: number;
  dataType: "json";
}

/** Modules by name and version, as webpack's module federation shares them. */
export type SharedScope = Record<string, Record<string, { get(): Promise<() => unknown> }>>;
