// A JSON value as a tree that opens: nothing inside is made before it is opened.
import { h, type Child } from "../page/nodes";
import { plural } from "../page/words";

const ON_THE_WAY = /^(choices|delta|messages|message|error|input|0)$/; // to the text: open from the beginning
const LONGEST = 300; // characters of a value
const NAMED = 4; // keys of an object that is closed
const MOST = 500; // children of one node

/** `fresh`: the new text, marked where it stands. */
export function tree(value: unknown, fresh = ""): HTMLElement {
  if (value === null || typeof value !== "object") return leaf(value, fresh, []);
  return h("div", ...children(value, fresh));
}

const children = (value: object, fresh: string): HTMLElement[] =>
  Object.entries(value)
    .slice(0, MOST)
    .map(([key, of]) => branch(key, of, fresh));

function branch(key: string, value: unknown, fresh: string): HTMLElement {
  const name = h("span.k", `${key}: `);
  if (value === null || typeof value !== "object") return leaf(value, fresh, [name]);
  const keys = Object.keys(value);
  if (!keys.length) return h("div", name, Array.isArray(value) ? "[ ]" : "{ }");
  const short = Array.isArray(value) ? `[ ${keys.length} ]` : `{ ${keys.slice(0, NAMED).join(", ")}${keys.length > NAMED ? ", …" : ""} }`;
  const node = h("details", h("summary", name, h("span.n", short))) as HTMLDetailsElement;
  const fill = () => node.append(...children(value, fresh));
  if (ON_THE_WAY.test(key)) {
    node.open = true;
    fill();
  } else node.addEventListener("toggle", fill, { once: true });
  return node;
}

function leaf(value: unknown, fresh: string, before: Child[]): HTMLElement {
  const text = JSON.stringify(value);
  const kind = value === null ? "null" : typeof value;
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}… ${plural(text.length, "character")}` : text;
  return h("div", ...before, h(fresh && value === fresh ? "mark" : `span.v.${kind}`, shown));
}
