// The kernel's own worker, in which Python has begun: `early.mjs` gives the options as the worker's name.
import { begin } from "{{start}}";
import "{{kernel}}";

begin(JSON.parse(self.name));
