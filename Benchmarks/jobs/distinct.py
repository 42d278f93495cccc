"""Distinct rows: one whole row a customer, the combinations of two texts, and rows that are all different."""

from protocol import serve

TITLE = "Distinct"
OURS = """\
load "{path}" as f
a = f | distinct customer_id
b = f | distinct region, product
c = f | select customer_id, region, product, ordered_at, quantity, amount | distinct
a | summarize rows=count(), check=sum(customer_id)
b | count
c | summarize rows=count(), check=sum(amount)
"""
STATEMENTS = ["load", "by customer", "by two texts", "all columns"]
SUMS, COUNT = ["rows", "check"], ["count"]
TABLES = [SUMS, COUNT, SUMS]


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    run = connection.execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    with statement:
        run("create table a as select distinct on (customer_id) * from f")
    with statement:
        run("create table b as select distinct on (region, product) * from f")
    with statement:
        run("create table c as select distinct * exclude (order_id) from f")
    customers = run("select count(*), sum(customer_id) from a").fetchall()
    texts = run("select count(*) from b").fetchall()
    rows = run("select count(*), sum(amount) from c").fetchall()
    return [(SUMS, customers), (COUNT, texts), (SUMS, rows)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    with statement:
        a = f.unique("customer_id")
    with statement:
        b = f.unique(["region", "product"])
    with statement:
        c = f.drop("order_id").unique()
    return [
        (SUMS, a.select(pl.len(), pl.col("customer_id").sum()).rows()),
        (COUNT, [[len(b)]]),
        (SUMS, c.select(pl.len(), pl.col("amount").sum()).rows()),
    ]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path)
    with statement:
        a = f.drop_duplicates("customer_id")
    with statement:
        b = f.drop_duplicates(["region", "product"])
    with statement:
        c = f.drop(columns="order_id").drop_duplicates()
    return [
        (SUMS, [[len(a), a["customer_id"].sum()]]),
        (COUNT, [[len(b)]]),
        (SUMS, [[len(c), c["amount"].sum()]]),
    ]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
Rapport and pandas keep the first row of each in the order of the table; DuckDB and Polars may keep any, in any order.
"""

if __name__ == "__main__":
    serve(PEERS)
