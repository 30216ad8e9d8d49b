// What this extension uses of JupyterLab: parts of @lumino/widgets, @jupyterlab/rendermime-interfaces and of
// the sharing scope that JupyterLab's bootstrap hands to every prebuilt extension.

/** Lumino's Widget: a node in JupyterLab's tree of widgets. */
export interface Widget {
  readonly node: HTMLElement;
  addClass(name: string): void;
  dispose(): void;
}

export type WidgetClass = new (options?: { node?: HTMLElement }) => Widget;

/** The output of a cell: the whole mime bundle. */
export interface MimeModel {
  readonly data: Readonly<Record<string, unknown>>;
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
