// Changes what stands on the page into what should stand there, touching only what differs: a reader's
// selection, an opened part and a scrolled table survive in everything that stayed the same.
import { forget, isTypeset } from "./typeset";

/** Makes `parent`'s children from `start` up to `end` (exclusive, null: the end) equal to `wanted`. */
export function patch(parent: Node, start: ChildNode | null, end: ChildNode | null, wanted: ChildNode[]): void {
  let old = start;
  for (const node of wanted) {
    if (old === end || old === null) {
      parent.insertBefore(node, end);
      continue;
    }
    const next: ChildNode | null = old.nextSibling;
    if (!morph(old, node)) parent.replaceChild(node, old);
    old = next;
  }
  while (old !== null && old !== end) {
    const next: ChildNode | null = old.nextSibling;
    old.remove();
    old = next;
  }
}

/** Turns `old` into `wanted` in place; false where they are of different kinds. */
function morph(old: ChildNode, wanted: ChildNode): boolean {
  if (old === wanted || old.isEqualNode(wanted)) return true;
  if (old instanceof Text && wanted instanceof Text) return morphText(old, wanted.data);
  if (!(old instanceof HTMLElement && wanted instanceof HTMLElement) || old.tagName !== wanted.tagName) return false;
  if (isTypeset(old, wanted)) return true;
  forget(old);
  morphAttributes(old, wanted);
  patch(old, old.firstChild, null, [...wanted.childNodes]);
  return true;
}

function morphText(old: Text, wanted: string): boolean {
  if (wanted.startsWith(old.data)) old.appendData(wanted.slice(old.length));
  else old.data = wanted;
  return true;
}

function morphAttributes(old: HTMLElement, wanted: HTMLElement): void {
  const readers = old instanceof HTMLDetailsElement ? "open" : ""; // whether it is open is the reader's business
  for (const { name } of [...old.attributes]) {
    if (name !== readers && !wanted.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (name !== readers && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
