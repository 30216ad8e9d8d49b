// In which order a table of sources stands.
import type { SourceRow } from "../../shared/source-row";

/** The columns a table can be sorted by; its heading stands over number and title, in the order they came. */
export const COLUMNS = ["Site", "Date", "Cited"] as const;

export type Column = (typeof COLUMNS)[number];

export interface Order {
  column: Column;
  descending: boolean;
}

interface Sortable {
  source: SourceRow;
  places: unknown[];
}

type Key = string | number | null; // null: unknown, last in both directions

const KEYS: Record<Column, (row: Sortable) => Key> = {
  Site: ({ source }) => source.host || null,
  Date: ({ source }) => time(source.date),
  Cited: ({ places }) => places.length,
};

const letters = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** The order a press on that column's heading leads to: one way (most cited first), the other, as they came. */
export function pressed(column: Column, before: Order | null): Order | null {
  const first = column === "Cited";
  if (before?.column !== column) return { column, descending: first };
  return before.descending === first ? { column, descending: !first } : null;
}

/** The rows in this order; equal ones stay as they came. */
export function ordered<Row extends Sortable>(rows: Row[], order: Order | null): Row[] {
  if (!order) return rows;
  const { column, descending } = order;
  const keyed = rows.map((row) => ({ row, key: KEYS[column](row) }));
  const sign = descending ? -1 : 1;
  return keyed.sort((one, other) => compare(one.key, other.key, sign)).map(({ row }) => row);
}

function compare(one: Key, other: Key, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  return sign * letters.compare(String(one), String(other));
}

/** Dates come as the server sent them; one that is no date counts as unknown. */
function time(date: string): number | null {
  const parsed = Date.parse(date);
  return Number.isNaN(parsed) ? null : parsed;
}
