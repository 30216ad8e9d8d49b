// The verdicts of one answer on its page: which belongs to a marker, which to a source. A marker says its own aloud.
import { numberOf, pageOf } from "../sources/places";
import { verdictOf, type Finding, type Findings } from "./findings";

export class CheckedAnswer {
  private readonly byMarker = new Map<HTMLElement, Finding>();

  /** `markers` in reading order; where they are not those that were checked, none has a verdict. */
  constructor(private readonly findings: Findings, markers: HTMLElement[]) {
    if (findings.markers.length !== markers.length) return;
    markers.forEach((marker, place) => {
      const finding = findings.rows[findings.markers[place] ?? -1];
      if (finding?.number === numberOf(marker)) this.byMarker.set(marker, finding);
    });
    for (const [marker, finding] of this.byMarker) {
      if (marker instanceof HTMLAnchorElement) marker.setAttribute("aria-label", `${numberOf(marker)}, ${verdictOf(finding).said}`);
    }
  }

  of(marker: HTMLElement): Finding | undefined {
    return this.byMarker.get(marker);
  }

  /** What was found of the sentences that cite a source. */
  ofSource({ number, url }: { number: number | null; url: string }): Finding[] {
    return this.findings.rows.filter((row) => (number === null ? url && pageOf(row.url) === pageOf(url) : row.number === number));
  }

  get uncited(): string[] {
    return this.findings.uncited;
  }
}
