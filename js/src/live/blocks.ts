// The drawn blocks of one part. Only what changed is touched, and no block gets a wrapper element: Jupyter's
// own margins between paragraphs and headings stay what they are in the finished output.
import { patch } from "../shared/patch";
import { nodesOf } from "../shared/sink";

export class Blocks {
  private drawn: string[] = [];
  private firsts: (ChildNode | null)[] = []; // where each drawn block begins; null: it has no nodes

  constructor(private readonly root: HTMLElement) {}

  /** True if drawing `blocks` would change anything. */
  differ(blocks: string[]): boolean {
    return blocks.length !== this.drawn.length || blocks.at(-1) !== this.drawn.at(-1) || this.same(blocks) < blocks.length;
  }

  /** Draws; returns the elements that may have changed. */
  draw(blocks: string[]): HTMLElement[] {
    const from = this.same(blocks);
    for (let index = from; index < Math.max(blocks.length, this.drawn.length); index++) this.put(index, blocks[index]);
    this.drawn.splice(from, Infinity, ...blocks.slice(from));
    this.firsts.length = blocks.length;
    const changed = [];
    for (let node = this.firsts[from] ?? null; node; node = node.nextSibling) {
      if (node instanceof HTMLElement) changed.push(node);
    }
    return changed;
  }

  /** How many blocks at the beginning are drawn as they should be. */
  private same(blocks: string[]): number {
    let index = 0;
    while (index < blocks.length && this.drawn[index] === blocks[index]) index++;
    return index;
  }

  /** Makes one block's nodes what `html` says; undefined takes them away. */
  private put(index: number, html: string | undefined): void {
    const nodes = html === undefined ? [] : nodesOf(html);
    const start = this.firsts[index] ?? null;
    const end = this.firsts.slice(index + 1).find((node) => node) ?? null;
    const before = start ? start.previousSibling : (end?.previousSibling ?? this.root.lastChild);
    patch(this.root, start ?? end, end, nodes);
    this.firsts[index] = nodes.length ? (before ? before.nextSibling : this.root.firstChild) : null;
  }
}
