"""JSON Lines of orders × 7 fields into typed columns, then one pass that touches every column."""

import json
import random

from protocol import serve

TITLE = "JSON Lines into typed columns"
FILE = "orders-1000000.jsonl"
FILE_ROWS = 1_000_000
OURS = """\
load "{path}" as f
f | summarize n=count(), orders=sum(order_id), customers=sum(customer_id), regions=count_distinct(region),
    earliest=min(ordered_at), latest=max(ordered_at), quantity=sum(quantity), amount=sum(amount)
"""
STATEMENTS = ["load", "touch every column"]
COLUMNS = ["n", "orders", "customers", "regions", "earliest", "latest", "quantity", "amount"]
TABLES = [COLUMNS]


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
    import duckdb

    connection = duckdb.connect()
    with statement:
        connection.execute(f"create table f as from read_json('{path}')")
    with statement:
        rows = connection.execute(
            """select count(*), sum(order_id), sum(customer_id), count(distinct region), min(ordered_at),
               max(ordered_at), sum(quantity), sum(amount) from f"""
        ).fetchall()
    return [(COLUMNS, rows)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_ndjson(path).with_columns(pl.col("ordered_at").str.to_datetime())
    with statement:
        row = f.select(
            pl.len().alias("n"),
            pl.col("order_id", "customer_id").sum(),
            pl.col("region").n_unique(),
            pl.col("ordered_at").min().alias("earliest"),
            pl.col("ordered_at").max().alias("latest"),
            pl.col("quantity", "amount").sum(),
        ).row(0)
    return [(COLUMNS, [row])]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_json(path, lines=True, convert_dates=["ordered_at"])
    with statement:
        row = [
            len(f),
            f["order_id"].sum(),
            f["customer_id"].sum(),
            f["region"].nunique(),
            f["ordered_at"].min(),
            f["ordered_at"].max(),
            f["quantity"].sum(),
            f["amount"].sum(),
        ]
    return [(COLUMNS, [row])]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = "DuckDB takes the times from the texts by itself, Polars and pandas are told which column they are in.\n"

if __name__ == "__main__":
    serve(PEERS)
