"""What the jobs that load orders have in common: the pass that touches every column of a loaded table.

The pass keeps a lazy reader honest: what `load` put off is paid for in the second statement, and the whole process
counts both.
"""

OURS = """\
load "{path}" as f
f | summarize n=count(), orders=sum(order_id), customers=sum(customer_id),
    regions=count_distinct(region), products=count_distinct(product),
    earliest=min(ordered_at), latest=max(ordered_at), quantity=sum(quantity), amount=sum(amount)
"""
STATEMENTS = ["load", "touch every column"]
COLUMNS = ["n", "orders", "customers", "regions", "products", "earliest", "latest", "quantity", "amount"]

SQL = """
select count(*), sum(order_id), sum(customer_id), count(distinct region), count(distinct product),
       min(ordered_at), max(ordered_at), sum(quantity), sum(amount)
from f
"""


def duckdb(statement, source):
    """`source` is what the table is made of, in SQL."""
    import duckdb

    connection = duckdb.connect()
    with statement:
        connection.execute(f"create table f as from {source}")
    with statement:
        rows = connection.execute(SQL).fetchall()
    return [(COLUMNS, rows)]


def polars(statement, read):
    """`read` is given polars and gives the table."""
    import polars as pl

    with statement:
        f = read(pl)
    with statement:
        row = f.select(
            pl.len().alias("n"),
            pl.col("order_id", "customer_id").sum(),
            pl.col("region", "product").n_unique(),
            pl.col("ordered_at").min().alias("earliest"),
            pl.col("ordered_at").max().alias("latest"),
            pl.col("quantity", "amount").sum(),
        ).row(0)
    return [(COLUMNS, [row])]


def pandas(statement, read):
    """`read` is given pandas and gives the table."""
    import pandas as pd

    with statement:
        f = read(pd)
    with statement:
        row = [
            len(f),
            f["order_id"].sum(),
            f["customer_id"].sum(),
            f["region"].nunique(),
            f["product"].nunique(),
            f["ordered_at"].min(),
            f["ordered_at"].max(),
            f["quantity"].sum(),
            f["amount"].sum(),
        ]
    return [(COLUMNS, [row])]
