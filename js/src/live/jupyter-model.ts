// What this front end uses of its surroundings: anywidget's model and, behind it, Jupyter's kernel connection.
import type { Signal, Typesetter } from "../shared/jupyter";
import type { BlocksMessage, KernelMessage, Traits } from "./model";

export interface Model {
  get<K extends keyof Traits>(name: K): Traits[K];
  on(event: "msg:custom", listener: (message: BlocksMessage) => void): void;
  on(event: `change:${keyof Traits}`, listener: () => void): void;
  send(message: KernelMessage): void;
  widget_manager?: { kernel?: Kernel; rendermime?: { latexTypesetter?: Typesetter | null } };
}

/** A part of JupyterLab's IKernelConnection; proxies in other front ends have less of it. */
export interface Kernel {
  clientId?: string;
  username?: string;
  statusChanged?: Signal<Kernel, string>;
  interrupt?: () => Promise<void>;
  createComm?: (target: string) => Comm;
  sendControlMessage?: (message: object, expectReply: boolean, disposeOnDone: boolean) => { done: Promise<unknown> };
}

export interface Comm {
  readonly subshellId?: string | null;
  readonly isDisposed?: boolean;
  open(data: object): unknown;
  send(data: object): unknown;
}
