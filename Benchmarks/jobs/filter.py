"""Filters with expressions: arithmetic, text, dates; and one whose rows are kept with all their columns."""

from protocol import serve

TITLE = "Filter"
OURS = """\
load "{path}" as f
f | where amount * quantity > 500 | summarize n=count(), s=sum(amount)
f | where contains(product, "tea") and region != "north" | summarize n=count(), s=sum(amount)
f | where ordered_at >= 2025-01-01 and month_number(ordered_at) == 12 | summarize n=count(), s=sum(amount)
k = f | where quantity >= 5 and amount < 250
k | summarize n=count(), s=sum(order_id)
"""
STATEMENTS = ["load", "arithmetic", "text", "dates", "all columns"]
SUMS = ["n", "s"]
TABLES = [SUMS] * 4


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    run = connection.execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    conditions = [
        "amount * quantity > 500",
        "contains(product, 'tea') and region <> 'north'",
        "ordered_at >= timestamp '2025-01-01' and month(ordered_at) = 12",
    ]
    found = []
    for condition in conditions:
        with statement:
            found.append(run(f"select count(*), sum(amount) from f where {condition}").fetchall())
    with statement:
        run("create table k as from f where quantity >= 5 and amount < 250")
    found.append(run("select count(*), sum(order_id) from k").fetchall())
    return [(SUMS, rows) for rows in found]


def polars(path, statement):
    from datetime import datetime

    import polars as pl

    with statement:
        f = pl.read_csv(path, try_parse_dates=True)
    conditions = [
        lambda: pl.col("amount") * pl.col("quantity") > 500,
        lambda: pl.col("product").str.contains("tea", literal=True) & (pl.col("region") != "north"),
        lambda: (pl.col("ordered_at") >= datetime(2025, 1, 1)) & (pl.col("ordered_at").dt.month() == 12),
    ]
    found = []
    for condition in conditions:
        with statement:
            found.append(f.lazy().filter(condition()).select(pl.len(), pl.col("amount").sum()).collect().rows())
    with statement:
        k = f.filter((pl.col("quantity") >= 5) & (pl.col("amount") < 250))
    found.append(k.select(pl.len(), pl.col("order_id").sum()).rows())
    return [(SUMS, rows) for rows in found]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path, parse_dates=["ordered_at"])
    conditions = [
        lambda: f["amount"] * f["quantity"] > 500,
        lambda: f["product"].str.contains("tea", regex=False) & (f["region"] != "north"),
        lambda: (f["ordered_at"] >= "2025-01-01") & (f["ordered_at"].dt.month == 12),
    ]
    found = []
    for condition in conditions:
        with statement:
            kept = f.loc[condition(), "amount"]
            found.append([len(kept), kept.sum()])
    with statement:
        k = f[(f["quantity"] >= 5) & (f["amount"] < 250)]
    found.append([len(k), k["order_id"].sum()])
    return [(SUMS, [row]) for row in found]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
The first three keep two figures, the last a whole table. Polars and pandas are told to read times, which their loads pay for here.
"""

if __name__ == "__main__":
    serve(PEERS)
