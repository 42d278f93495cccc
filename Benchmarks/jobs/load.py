"""CSV of orders × 7 columns into typed columns, then one pass that touches every column.

The pass keeps a lazy reader honest: what `load` put off is paid for in the second statement, and the whole process
counts both.
"""

from protocol import serve

TITLE = "CSV into typed columns"
OURS = """\
load "{path}" as f
f | summarize n=count(), orders=sum(order_id), customers=sum(customer_id),
    regions=count_distinct(region), products=count_distinct(product),
    earliest=min(ordered_at), latest=max(ordered_at), quantity=sum(quantity), amount=sum(amount)
"""
STATEMENTS = ["load", "touch every column"]
COLUMNS = ["n", "orders", "customers", "regions", "products", "earliest", "latest", "quantity", "amount"]
TABLES = [COLUMNS]

SQL = """
select count(*), sum(order_id), sum(customer_id), count(distinct region), count(distinct product),
       min(ordered_at), max(ordered_at), sum(quantity), sum(amount)
from f
"""


def duckdb(path, statement, **options):
    import duckdb

    connection = duckdb.connect()
    arguments = "".join(f", {name} = {value}" for name, value in options.items())
    with statement:
        connection.execute(f"create table f as from read_csv('{path}'{arguments})")
    with statement:
        rows = connection.execute(SQL).fetchall()
    return [(COLUMNS, rows)]


def polars(path, statement, **options):
    import polars as pl

    with statement:
        f = pl.read_csv(path, **options)
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


def pandas(path, statement, **options):
    import pandas as pd

    with statement:
        f = pd.read_csv(path, **options)
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


def whole_file(peer, **options):
    return lambda path, statement: peer(path, statement, **options)


PEERS = {
    "DuckDB": duckdb,
    "Polars": polars,  # leaves the times as text
    "Polars, dates": whole_file(polars, try_parse_dates=True),
    "pandas": pandas,  # leaves the times as text
    "pandas, dates": whole_file(pandas, parse_dates=["ordered_at"]),
    "DuckDB, whole file": whole_file(duckdb, sample_size=-1),
    "Polars, whole file": whole_file(polars, infer_schema_length=None, try_parse_dates=True),
}
ROUNDS = {"Polars, whole file": 1}  # takes minutes
NOTES = """\
As they come, DuckDB and Polars take the types from the beginning of the file, and Polars and pandas leave times as
text; *dates* asks for times, *whole file* for types that hold for every row, as Rapport's always do.
"""

if __name__ == "__main__":
    serve(PEERS)
