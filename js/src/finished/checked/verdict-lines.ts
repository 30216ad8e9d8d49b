// A verdict in words: in the card beside a marker, and in the opened row of its source.
import { element } from "../../shared/element";
import { verdictOf, type Finding } from "./findings";

const DIFFERENCE = /^([a-z]+): (.*) – source: (.*)$/; // as evidence/alignment.py writes it

/** The lines of a card: the verdict, what each side says, and the passage with that in it. */
export function verdictLines(finding: Finding): HTMLElement[] {
  const { differs, passage, reason } = finding;
  const [, kind, ours = "", theirs = ""] = DIFFERENCE.exec(differs) ?? [];
  const lines = [verdictLine(finding)];
  if (kind) lines.push(side("The answer says", ours), side("The source says", theirs));
  else if (differs) lines.push(element("div", {}, differs));
  if (passage) lines.push(element("q", { class: "pplx-passage" }, ...marked(passage, theirs)));
  else if (reason) lines.push(element("div", {}, reason));
  return lines;
}

function verdictLine(finding: Finding): HTMLElement {
  const { sign, look } = verdictOf(finding);
  const shown = element("span", { "aria-hidden": "true", class: "pplx-verdict-sign" }, sign);
  return element("div", { class: `pplx-verdict pplx-is-${look}` }, shown, " ", finding.verdict);
}

const side = (who: string, says: string) =>
  element("div", { class: "pplx-side" }, element("span", { class: "pplx-quiet" }, `${who} `), element("b", {}, says));

/** A passage with the words that are another thing in the answer made strong, each time they stand there. */
function marked(passage: string, words: string): (Node | string)[] {
  if (!words || !passage.includes(words)) return [passage];
  return passage.split(words).flatMap((piece, place) => (place ? [element("b", {}, words), piece] : [piece]));
}

/** The sentences that cite a source, each behind its verdict. */
export function claims(findings: Finding[]): HTMLElement {
  const rows = findings.map((finding) => {
    const more = finding.differs || (finding.passage ? "" : finding.reason);
    const said = element("span", {}, finding.sentence, ...(more ? [element("span", { class: "pplx-side" }, more)] : []));
    return element("li", {}, verdictLine(finding), said);
  });
  return element("ul", { class: "pplx-claims" }, ...rows);
}
