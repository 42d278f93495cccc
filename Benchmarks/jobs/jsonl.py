"""JSON Lines of orders × 7 fields into typed columns, then one pass that touches every column."""

import json
import random

import orders
from protocol import serve

TITLE = "JSON Lines into typed columns"
FILE = "orders-1000000.jsonl"
FILE_ROWS = 1_000_000
OURS, STATEMENTS, TABLES = orders.OURS, orders.STATEMENTS, [orders.COLUMNS]


def make(path):
    draw = random.Random(11)
    with open(path, "w", encoding="utf-8") as file:
        for row in range(FILE_ROWS):
            day = draw.randrange(700)
            order = {
                "order_id": row + 1,
                "customer_id": draw.randrange(1, 100_000),
                "region": draw.choice(["north", "south", "east", "west", "华东", "华南"]),
                "product": draw.choice(["green tea", "black tea", "pot", "cup", "gift \"box\""]),
                "ordered_at": f"{2024 + day // 350}-{day % 350 // 30 + 1:02}-{day % 28 + 1:02}T{row % 24:02}:30:00",
                "quantity": draw.randrange(1, 9),
                "amount": draw.randrange(100, 100_000) / 100,
            }
            file.write(json.dumps(order, ensure_ascii=row % 2 == 0) + "\n")


def duckdb(path, statement):
    return orders.duckdb(statement, f"read_json('{path}')")


def polars(path, statement):
    return orders.polars(
        statement, lambda pl: pl.read_ndjson(path).with_columns(pl.col("ordered_at").str.to_datetime())
    )


def pandas(path, statement):
    return orders.pandas(statement, lambda pd: pd.read_json(path, lines=True, convert_dates=["ordered_at"]))


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = "DuckDB takes the times from the texts by itself, Polars and pandas are told which column they are in.\n"

if __name__ == "__main__":
    serve(PEERS)
