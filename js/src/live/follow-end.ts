// The view follows the end of the answer only while the reader is there: the end is in sight and nothing in
// the answer is selected. Whoever scrolls up is left alone; whoever comes back to the end is taken along again.
// A text that grows fast grows away from those who scroll: they are there once they have reached where the end
// stood when they set off.
import { boxesAround } from "../shared/reading-place";

const SLACK_PX = 24;

export class Follower {
  private boxes: Element[] = []; // around the root, inmost first, that may scroll
  private at = 0; // how far the page was scrolled after the last change
  private stood = 0; // how far it had to be for its end to be seen, when the reader last did not scroll downwards

  constructor(private readonly root: HTMLElement) {}

  /** Remembers before a change whether the reader is at the end; the returned function goes along after it. */
  before(): () => void {
    const scroller = this.scroller();
    const end = () => this.root.getBoundingClientRect().bottom;
    const view = scroller.getBoundingClientRect();
    const shown = scroller.scrollTop + SLACK_PX; // down to here, counted as `stood` is
    const comes = scroller.scrollTop > this.at;
    if (!comes) this.stood = end() - view.bottom + scroller.scrollTop;
    this.at = scroller.scrollTop;
    const there = end() > view.top && (end() <= view.bottom + SLACK_PX || (comes && this.stood <= shown));
    if (!there || this.selecting()) return () => {};
    return () => {
      const distance = end() - view.bottom;
      if (distance > 0) scroller.scrollTop += distance + SLACK_PX / 2;
      this.at = scroller.scrollTop;
    };
  }

  /** The inmost box that scrolls. Asking every ancestor for its style each time costs more than all the rest. */
  private scroller(): Element {
    if (!this.boxes[0]?.contains(this.root)) this.boxes = boxesAround(this.root);
    const scrolling = this.boxes.find((box) => box.scrollHeight > box.clientHeight);
    return scrolling ?? document.scrollingElement ?? document.documentElement;
  }

  private selecting(): boolean {
    const selection = getSelection();
    return !!selection && !selection.isCollapsed && this.root.contains(selection.anchorNode);
  }
}
