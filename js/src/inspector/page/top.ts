// The first line: the state in one word, what was asked of whom, and the attempts as buttons.
import type { Entry } from "../model";
import type { Look } from "../look";
import { button, h, say } from "./nodes";
import { ENDS } from "./words";

export interface Top {
  nodes: HTMLElement[];
  draw: () => void;
}

interface Acts {
  entries: () => readonly Entry[];
  open: (index: number) => void;
  copy: () => void;
  save: () => void;
}

export function top(look: Look, acts: Acts): Top {
  const state = h("span.state");
  const title = h("span.title");
  const why = h("div.why");
  const attempts = h("div.attempts", { role: "group", "aria-label": "Attempts" });
  const taking = h("div.pair", button("Copy as curl", acts.copy), button("Save .har", acts.save));
  const line = h("div.top", state, title, attempts, h("span.grow"), taking);

  function draw(): void {
    const { stream } = look;
    const { request, response, _pplx: own } = stream.entry;
    state.dataset["how"] = stream.done ? own.end : "live";
    say(state, stateOf(stream.entry, stream.done, stream.length > 0));
    say(why, stream.done ? (own.error ?? "") : "");
    const [host = "", path = ""] = placeOf(request.url);
    const status = response.status ? [h("span.status", `${response.status} ${response.statusText}`.trim())] : [];
    title.replaceChildren(h("b", request.method), ` ${host}`, h("span.path", path), ...status);
    const entries = acts.entries();
    if (entries.length > 1) attempts.replaceChildren(...entries.map((entry, i) => attempt(entry, i, entry === stream.entry)));
  }

  function attempt({ response, _pplx: own }: Entry, i: number, shown: boolean): HTMLElement {
    const words = [`${i + 1}:`, response.status || "", ENDS[own.end] ?? ""].filter(Boolean).join(" ");
    return button(words, () => acts.open(i), { "aria-pressed": String(shown), title: own.why ?? "" });
  }
  return { nodes: [line, why], draw };
}

function stateOf({ _pplx: own }: Entry, done: boolean, arrived: boolean): string {
  if (done) return ENDS[own.end] ?? own.end;
  return arrived ? "receiving" : "waiting";
}

/** Host and path; the whole of an address that has none. */
const placeOf = (url: string): string[] => /^\w+:\/\/([^/?#]+)([^?#]*)/.exec(url)?.slice(1) ?? [url];
