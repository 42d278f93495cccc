"""A sheet of orders × 7 columns into typed columns, then one pass that touches every column."""

import random
from datetime import datetime, timedelta

from protocol import serve

TITLE = "Excel into typed columns"
FILE = "orders-100000.xlsx"
FILE_ROWS = 100_000
OURS = """\
load "{path}" as f
f | summarize n=count(), orders=sum(order_id), customers=sum(customer_id), regions=count_distinct(region),
    earliest=min(ordered_at), latest=max(ordered_at), quantity=sum(quantity), amount=sum(amount)
"""
STATEMENTS = ["load", "touch every column"]
COLUMNS = ["n", "orders", "customers", "regions", "earliest", "latest", "quantity", "amount"]
TABLES = [COLUMNS]


def make(path):
    import openpyxl

    draw = random.Random(12)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    sheet.append(["order_id", "customer_id", "region", "product", "ordered_at", "quantity", "amount"])
    for row in range(FILE_ROWS):
        sheet.append(
            [
                row + 1,
                draw.randrange(1, 100_000),
                draw.choice(["north", "south", "east", "west", "华东", "华南"]),
                draw.choice(["green tea", "black tea", "pot", "cup"]),
                datetime(2024, 1, 1) + timedelta(minutes=draw.randrange(1_000_000)),
                draw.randrange(1, 9),
                draw.randrange(100, 100_000) / 100,
            ]
        )
    book.save(path)


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_excel(path, engine="calamine")
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


def pandas(path, statement, engine):
    import pandas as pd

    with statement:
        f = pd.read_excel(path, engine=engine)
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


PEERS = {
    "Polars, calamine": polars,
    "pandas, calamine": lambda path, statement: pandas(path, statement, "calamine"),
    "pandas, openpyxl": lambda path, statement: pandas(path, statement, "openpyxl"),
}
ROUNDS = {"pandas, openpyxl": 1}
NOTES = "calamine is a reader in Rust (fastexcel, python-calamine); openpyxl is pandas' default.\n"

if __name__ == "__main__":
    serve(PEERS)
