// Dates as servers write them, taken apart: the rules of pplx_notebook/exports/entries/dates.py (tests/cases/shared/dates.json).

const MONTHS = [
  "january jan januar janner jaenner janvier janv enero ene gennaio gen janeiro",
  "february feb februar feber fevrier fevr febrero febbraio fevereiro fev",
  "march mar marz maerz mars marzo marco mrz",
  "april apr avril avr abril abr aprile",
  "may mai mayo maggio mag maio",
  "june jun juni juin junio giugno giu junho",
  "july jul juli juillet juil julio luglio lug julho",
  "august aug aout agosto ago",
  "september sep sept septembre septiembre settembre set setembro",
  "october oct oktober okt octobre octubre ottobre ott outubro out",
  "november nov novembre noviembre novembro",
  "december dec dezember dez decembre diciembre dic dicembre dezembro",
];
const MONTH = new Map(MONTHS.flatMap((words, index) => words.split(" ").map((word) => [word, index + 1] as const)));

const YEAR = "([12][0-9]{3})";
const DAY = "([0-9]{1,2})";
const BEHIND = "(?:\\b.*)?";
// what is written, and where its year, month and day stand in it
const SHAPES: readonly [RegExp, readonly number[]][] = [
  [whole(`${YEAR}(?:([-/.])${DAY}(?:\\2${DAY})?)?(?:[t ].*)?`), [1, 3, 4]],
  [whole(`${YEAR}(0[1-9]|1[0-2])([0-3][0-9])`), [1, 2, 3]],
  [whole(`${YEAR} ?年 ?${DAY} ?月(?: ?${DAY} ?日)?.*`), [1, 2, 3]],
  [whole(`(?:[a-z]+[.,]{0,2} )?${DAY}(?:st|nd|rd|th|er|\\.|º)?[ -](?:of |de )?([a-z]+)\\.?,?[ -](?:del? )?${YEAR}${BEHIND}`), [3, 2, 1]],
  [whole(`(?:[a-z]+day,? )?([a-z]+)\\.? ${DAY}(?:st|nd|rd|th)?,? ${YEAR}${BEHIND}`), [3, 1, 2]],
  [whole(`([a-z]+)\\.?,? (?:de |del )?${YEAR}`), [2, 1]],
  [whole(`${DAY}\\. ?${DAY}\\. ?${YEAR}${BEHIND}`), [3, 2, 1]],
];
const EITHER_FIRST = whole(`${DAY}[/-]${DAY}[/-]${YEAR}${BEHIND}`);

function whole(shape: string): RegExp {
  return new RegExp(`^(?:${shape})$`);
}

/** [year], [year, month] or [year, month, day]; [] where the text names no date. */
export function dateParts(text: string): number[] {
  const plain = text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().trim().replace(/\s+/g, " ");
  for (const [shape, order] of SHAPES) {
    const found = shape.exec(plain);
    const numbers = found && order.flatMap((place) => (found[place] ? [numberOf(found[place])] : []));
    if (numbers?.every(Boolean)) return real(numbers);
  }
  const [, first = "", second = "", year = ""] = EITHER_FIRST.exec(plain) ?? [];
  if (year) {
    const [low = 0, high = 0] = [Number(first), Number(second)].sort((one, other) => one - other);
    return low === high || (high > 12 && low <= 12) ? real([Number(year), low, high]) : [Number(year)];
  }
  const begins = /^([12][0-9]{3})(?![0-9])/.exec(plain);
  return begins ? [Number(begins[1])] : [];
}

/** "2024-03-02", "2024-03", "2024", "". */
export const iso = (parts: readonly number[]): string => parts.map((part) => `${part}`.padStart(2, "0")).join("-");

const numberOf = (word: string): number => (/^[0-9]+$/.test(word) ? Number(word) : (MONTH.get(word) ?? 0));

/** As far as it is a date. */
function real(numbers: number[]): number[] {
  const [year = 0, month = 1, day = 1] = numbers;
  if (month < 1 || month > 12) return [year];
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate() ? numbers : [year, month];
}
