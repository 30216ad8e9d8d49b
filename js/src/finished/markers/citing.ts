// Whether [1, 2] or [1-3] reads like a citation, or like an interval, a list, a piece of code: rule by rule
// pplx_notebook/protocol/citing.py (tests/cases/shared/markers.json holds for both).

const NEAR = 120; // characters that are looked at on each side
const DEEPEST = 5; // groups joined by "and"
const OPERATOR_BEHIND = /^(?:\s*(?:[×∪∩→⇒⊂⊆⊃∈≤≥=+^∖]|\\(?:cup|cap|times|to|subset)\b)|[A-Za-z0-9_]|-[A-Za-z])/;
const OPERATOR_BEFORE = "=∈∉⊂⊆⊃⊇×∪∩→⇒<>≤≥≈≠+±∓·^&|/{";
const TAG = /(?:<su[bp]>)+$/;
const DRESS_BEHIND = /[ \t\n*_~"'“”„»«]+$/;
const DRESS_BEFORE = /^[ \t\n*_~"'“”„»«]+/;
const JOINED = /([[(])([0-9][^[\]()\n]{0,40})([\])]) ?(?:,|;|and|or|to|&|und|et|y|和|と) ?$/;
const CALL = /[A-Za-z0-9_]\($/;
const LAST_WORDS = /(?:(\S+)\s+)?(\p{L}+)$/u;
const EAST_ASIAN = /(?:区间|區間|範囲|范围|範圍|列表|数组|陣列|配列|リスト|区間|구간|범위|在)$/;

const words = (list: string) => new Set(list.split(/\s+/));
const MATHEMATICAL = words(
  `interval intervals array arrays tuple tuples vector vectors matrix matrices coordinates indices between within
  list lists returns prints intervall liste intervalle intervallo intervalo lista`,
);
const ONE = words("the a an this that each every any closed open unit line whole half");
const OF_ONE = words(
  `range domain codomain segment sequence scale row column set square numbers integers values points point pair
  index slice inputs outputs`,
);
const PREPOSITIONS = words("in on over of from to into onto for by auf im dans sur en");
const LIES = words(
  `lies lie lying falls fall belongs belong continuous differentiable integrable defined monotonic monotone
  increasing decreasing convex concave bounded uniform uniformly distributed everywhere value values number
  numbers integer integers variable function zero zeros root roots point points varies ranges range ranging
  restricted clipped clamped normalized normalised scaled scale mapped solve solved solution solutions
  maximum minimum equal set`,
);

/** Whether the group of numbers at `start` to `end` of a text without code is a citation. */
export function readsLikeACitation(text: string, start: number, end: number, depth = 0): boolean {
  const before = text.slice(Math.max(0, start - NEAR), start).split("\n\n").at(-1) ?? "";
  const behind = text.slice(end, end + NEAR).split("\n\n")[0] ?? "";
  if (OPERATOR_BEHIND.test(behind)) return false;
  const said = before.replace(TAG, "").replace(DRESS_BEHIND, "");
  if (!said) return !/^\s*[\p{L}\p{N}_]/u.test(behind);
  if (OPERATOR_BEFORE.includes(said.at(-1) ?? "") || CALL.test(said) || EAST_ASIAN.test(said)) return false;
  const joined = JOINED.exec(before);
  if (joined && depth < DEEPEST) {
    const [, open = "", inside = "", close = ""] = joined;
    const at = start - before.length + joined.index;
    return open + close === "[]" && readsLikeACitation(text, at, at + inside.length + 2, depth + 1);
  }
  return !speaksOfMathematics(said, said === before);
}

/** Whether the last words in front of the group announce an interval or a list. */
function speaksOfMathematics(said: string, isGlued: boolean): boolean {
  const found = LAST_WORDS.exec(said);
  if (!found) return false;
  const written = found[2] ?? "";
  const prior = (found[1] ?? "").replace(DRESS_BEHIND, "").replace(DRESS_BEFORE, "").toLowerCase();
  const word = written.toLowerCase();
  if (/^[A-Za-z]$/.test(written)) return isGlued || (written === word && word !== "a");
  if (MATHEMATICAL.has(word) || (OF_ONE.has(word) && ONE.has(prior))) return true;
  if (!PREPOSITIONS.has(word)) return false;
  return prior.length <= 2 || LIES.has(prior) || OF_ONE.has(prior) || !/\p{L}$/u.test(prior);
}
