// The verdicts of one answer on its page: which belongs to a marker, which to a source. A marker says its own aloud.
import { addStyle } from "../../shared/style";
import { element } from "../../shared/element";
import { numberOf, pageOf } from "../sources/places";
import style from "./checked.css";
import type { Checked, Cited, MakeChecked } from "./contract";
import { readFindings, tally, verdictOf, type Finding, type Findings } from "./findings";
import { showUncited } from "./uncited";
import { claims, verdictLines } from "./verdict-lines";

export const makeChecked: MakeChecked = (evidence, markers) => {
  const findings = readFindings(evidence);
  if (!findings) return null;
  addStyle("pplx-notebook-checked", style);
  return new CheckedAnswer(findings, markers);
};

class CheckedAnswer implements Checked {
  private readonly byMarker = new Map<HTMLElement, Finding>();

  /** Where the markers are not those that were checked, none has a verdict. */
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

  lines = (marker: HTMLElement) => {
    const finding = this.byMarker.get(marker);
    return finding ? verdictLines(finding) : [];
  };

  tally = (source: Cited) => {
    const { signs, words } = tally(this.ofSource(source));
    const heard = element("span", { class: "pplx-spoken" }, words);
    return element("div", { title: words }, element("span", { "aria-hidden": "true" }, signs), heard);
  };

  claims = (source: Cited) => {
    const found = this.ofSource(source);
    return found.length ? claims(found) : null;
  };

  showUncited = (root: HTMLElement, signal: AbortSignal) => showUncited(root, this.findings.uncited, signal);

  private ofSource({ number, also, url }: Cited): Finding[] {
    return this.findings.rows.filter((row) => (number === null ? url && pageOf(row.url) === pageOf(url) : [number, ...also].includes(row.number)));
  }
}
