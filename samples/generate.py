#!/usr/bin/env python3
"""Writes the sample files of Willow & Kettle 柳壶, an invented shop, beside this program.

The same bytes come out on every run and machine; `--check` compares them with the files that are
there and changes none.
"""

import argparse
import sys
from pathlib import Path

from shop import conversations, opinions, people, purchases, relations, tables

HERE = Path(__file__).resolve().parent
BYTE_ORDER_MARK = "\ufeff"


def files() -> dict[str, bytes]:
    """Each file's name and content."""
    customers = people.customers()
    sold = purchases.lines(customers)
    talks = conversations.Desk(customers, sold).conversations()
    customer_rows = tables.customers(customers)
    return {
        "customers.csv": tables.csv(customer_rows).encode(),
        # As a spreadsheet on Chinese Windows saves it.
        "customers.gb18030.csv": tables.csv(customer_rows, newline="\r\n").encode("gb18030"),
        "orders.csv": tables.csv(tables.orders(sold)).encode(),
        "messages.csv": tables.csv(tables.messages(talks)).encode(),
        "conversations.csv": tables.csv(tables.conversations(talks)).encode(),
        "surveys.csv": tables.csv(tables.surveys(opinions.surveys(customers, talks))).encode(),
        "relations.csv": tables.csv(tables.relations(relations.relations(customers))).encode(),
        "solutions.csv": (BYTE_ORDER_MARK + tables.csv(tables.solutions())).encode(),
    }


def difference(name: str, made: bytes) -> str | None:
    """What is wrong with the file that is there, if anything."""
    path = HERE / name
    if not path.exists():
        return "missing"
    there = path.read_bytes()
    if there == made:
        return None
    at = next((i for i, (a, b) in enumerate(zip(there, made)) if a != b), min(len(there), len(made)))
    return f"differs from byte {at} on (line {made[:at].count(10) + 1})"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--check", action="store_true", help="compare with the files that are there; exit 1 on a difference"
    )
    check = options.parse_args().check
    wrong = 0
    for name, content in files().items():
        if check:
            problem = difference(name, content)
            wrong += problem is not None
            print(f"{name}: {problem or 'as generated'}")
        else:
            (HERE / name).write_bytes(content)
            print(f"{name}: {content.count(10):,} lines, {len(content):,} bytes")
    if wrong:
        print("run samples/generate.py, or take the edit back", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
