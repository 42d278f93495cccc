#!/usr/bin/env python3
"""Makes the benchmarks' orders: seeded, so that everybody measures the same bytes.

    data.py ROWS FILE

Seven columns: order_id int (1…ROWS, in order), customer_id int (500,000 different, or ROWS / 10 if that is less),
region text (6, uneven), product text (6), ordered_at datetime (three years, in no order), quantity int (1…9),
amount float with two decimals (1.00…999.99, small ones more often). No cell is missing.

The draws are SplitMix64 of the row's number: they depend on no library's generator, only on this file.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

SEED = 20261031
CHUNK = 500_000
REGIONS = ["north", "north", "north", "south", "south", "east", "west", "centre", "abroad"]
PRODUCTS = ["kettle", "teapot", "cups", "green tea", "oolong", "gift box"]
PLAIN = csv.WriteOptions(quoting_style="none", quoting_header="none")
FIRST_SECOND = 1_688_169_600  # 2023-07-01 00:00:00
SECONDS = 3 * 365 * 86_400


def draws(rows: np.ndarray, stream: int) -> np.ndarray:
    """64 random bits for each row's number; streams are independent (Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        z = rows * np.uint64(0x9E3779B97F4A7C15) + np.uint64(
            SEED + stream * 0x632BE59BD9B4E019 & 0xFFFFFFFFFFFFFFFF
        )
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def below(rows: np.ndarray, stream: int, bound: int) -> np.ndarray:
    """A whole number in 0..<bound for each row."""
    return ((draws(rows, stream) >> np.uint64(32)) * np.uint64(bound) >> np.uint64(32)).astype(np.int64)


def texts(codes: np.ndarray, values: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(values)).cast(
        pa.string()
    )


def chunk(first: int, count: int, customers: int) -> pa.Table:
    rows = np.arange(first, first + count, dtype=np.uint64)
    cents = 100 + below(rows, 5, 99_900) * below(rows, 6, 1_000) // 1_000
    return pa.table(
        {
            "order_id": rows.astype(np.int64),
            "customer_id": 1 + below(rows, 0, customers),
            "region": texts(below(rows, 1, len(REGIONS)), REGIONS),
            "product": texts(below(rows, 2, len(PRODUCTS)), PRODUCTS),
            "ordered_at": pa.array(FIRST_SECOND + below(rows, 3, SECONDS), pa.int64()).cast(
                pa.timestamp("s")
            ),
            "quantity": 1 + below(rows, 4, 9),
            # A decimal prints both digits of 12.50, where a float would not.
            "amount": pa.array(cents / 100).cast(pa.decimal128(12, 2)),
        }
    )


def write(rows: int, path: Path) -> None:
    """Writes beside the file and renames it: a file that is there is whole."""
    customers = min(500_000, max(1, rows // 10))
    partial = path.with_suffix(".partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = None
    with open(partial, "wb") as out:
        for first in range(0, rows, CHUNK):
            table = chunk(first + 1, min(CHUNK, rows - first), customers)
            writer = writer or csv.CSVWriter(out, table.schema, write_options=PLAIN)
            writer.write_table(table)
        writer.close()
    partial.rename(path)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdigit() or int(sys.argv[1]) == 0:
        sys.exit(f"usage: {sys.argv[0]} ROWS FILE")
    write(int(sys.argv[1]), Path(sys.argv[2]))
