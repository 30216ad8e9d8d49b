// In JupyterLite the notebook's own ■ does nothing: there is no process to be sent a signal. Here it is said to the kernel
// on the page's channel, by the name under which this front end asked for the cell.
import { broadcast } from "../../shared/jupyter";
import type { Plugin } from "../cells/plugin";

/** @jupyterlab/services: a connection to a kernel; `clientId` is the session of its requests. */
interface KernelConnection {
  readonly clientId: string;
  readonly info: Promise<{ implementation: string }>;
  interrupt(): Promise<void>;
}

interface Application {
  readonly serviceManager: { readonly kernels: { connectTo(options: unknown): KernelConnection } };
}

export const interruptPlugin: Plugin = {
  id: "pplx-notebook:interrupt",
  description: "Lets the notebook's own stop button end a question in JupyterLite.",
  autoStart: true,
  optional: [],
  activate: (app) => {
    const { kernels } = (app as Application).serviceManager;
    const connectTo = kernels.connectTo.bind(kernels);
    kernels.connectTo = (options) => heard(connectTo(options));
  },
};

/** The connection, whose interrupt a kernel in the browser hears, too. */
function heard(kernel: KernelConnection): KernelConnection {
  const interrupt = kernel.interrupt.bind(kernel);
  kernel.interrupt = async () => {
    const { implementation } = await kernel.info;
    if (implementation === "pyodide") broadcast({ kind: "interrupt", session: kernel.clientId });
    await interrupt();
  };
  return kernel;
}
