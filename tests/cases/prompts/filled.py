"""Templates and what they become: (template, text, a note or "")."""

import datetime
import decimal

import pandas as pd
import polars as pl

VALUES = {
    "year": 2026,
    "pi": 3.14,
    "price": decimal.Decimal("9.90"),
    "day": datetime.date(2026, 11, 30),
    "none": None,
    "countries": ["France", "Japan"],
    "pairs": ["a, b", "c"],
    "rows": [{"a": 1}, {"a": None}],
    "empty": [],
    "tags": {"b", "a"},
    "params": {"lr": 0.1, "layers": (1, 2), "när": "ö"},
    "frame": pd.DataFrame({"name": ["A|B", "C\nD"], "n": [1.5, float("nan")]}),
    "indexed": pd.DataFrame({"n": [1]}, index=pd.Index(["x"], name="key")),
    "series": pd.Series([1, 2], name="n"),
    "lines": pl.DataFrame({"name": ["A"], "n": [None]}),
    "long": pl.DataFrame({"n": list(range(1200))}),
    "wide": pd.DataFrame({f"c{n}": [n] for n in range(31)}),
    "text": "{{year}} {x}",
}

CASES = [
    ("in {{year}}, {{ pi }}, {{price}}, {{day}}, {{none}}", "in 2026, 3.14, 9.90, 2026-11-30, None", ""),
    ("{{countries}} and {{tags}}", "France, Japan and a, b", ""),
    ("{{pairs}} {{rows}} {{empty}}", '["a, b", "c"] [{"a": 1}, {"a": null}] []', ""),
    ("{{params}}", '{"lr": 0.1, "layers": [1, 2], "när": "ö"}', ""),
    (
        "{{frame}}",
        "| name | n |\n| --- | --- |\n| A\\|B | 1.5 |\n| C D |  |",
        "{{frame}}: 2 rows, 2 columns, 52 bytes",
    ),
    ("{{indexed}}", "| key | n |\n| --- | --- |\n| x | 1 |", "{{indexed}}: 1 row, 2 columns, 35 bytes"),
    ("{{series}}", "| n |\n| --- |\n| 1 |\n| 2 |", "{{series}}: 2 rows, 1 column, 25 bytes"),
    ("{{lines}}", "| name | n |\n| --- | --- |\n| A |  |", "{{lines}}: 1 row, 2 columns, 35 bytes"),
    (
        "Of {{series}}, which?",
        "Of \n\n| n |\n| --- |\n| 1 |\n| 2 |\n\n, which?",
        "{{series}}: 2 rows, 1 column, 25 bytes",
    ),
    ("{{text}}", "{{year}} {x}", ""),
    ("{{{year}}} \\frac{a}{b} {{}} {{ {{year}} }}", "{2026} \\frac{a}{b} {{}} {{ 2026 }}", ""),
    (
        "{{year + 1}}",
        "{{year + 1}}",
        "{{year + 1}} was sent as typed: names only, so give the result a name first",
    ),
    (
        "{{frame.shape}}",
        "{{frame.shape}}",
        "{{frame.shape}} was sent as typed: names only, so give the result a name first",
    ),
    ("{{a.b}} {{1}} {{x y}}", "{{a.b}} {{1}} {{x y}}", ""),
]
