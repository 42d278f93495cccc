"""Exact statistics of every column: present, distinct, mean, deviation, median, extremes and the most frequent value.

DuckDB's `summarize` and the `describe` of Polars and pandas leave out or approximate some of them; each side computes them all.
"""

from protocol import serve

TITLE = "Describe"
OURS = """\
load "{path}" as f
f | describe | select column, present, distinct, mean, std, median
"""
STATEMENTS = ["load", "describe"]
COLUMNS = ["column", "present", "distinct", "mean", "std", "median"]
TABLES = [COLUMNS]
NUMBERS = ["quantity", "amount"]
OTHERS = ["order_id", "customer_id", "region", "product", "ordered_at"]  # ids are no measures


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    with statement:
        connection.execute(f"create table f as from read_csv('{path}')")
    exact = ["count({0})", "count(distinct {0})"]
    numbers = exact + ["avg({0})", "stddev_samp({0})", "median({0})"]
    extremes = ["min({0})", "max({0})", "mode({0})"]
    with statement:
        rows = []
        for names, items in ((NUMBERS, numbers), (OTHERS, exact)):
            for name in names:
                text = ", ".join(items + extremes).format(name)
                row = connection.execute(f"select {text} from f").fetchone()
                rows.append(filled(name, row[: len(items)]))
    return [(COLUMNS, rows)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    with statement:
        exact = [pl.all().count().name.suffix("|present"), pl.all().n_unique().name.suffix("|distinct")]
        numbers = [
            pl.col(NUMBERS).mean().name.suffix("|mean"),
            pl.col(NUMBERS).std().name.suffix("|std"),
            pl.col(NUMBERS).median().name.suffix("|median"),
        ]
        extremes = [
            pl.all().min().name.suffix("|min"),
            pl.all().max().name.suffix("|max"),
            pl.all().mode().min().name.suffix("|most_common"),
        ]
        found = f.lazy().select(exact + numbers + extremes).collect().row(0, named=True)
    rows = [filled(name, [found.get(f"{name}|{item}") for item in COLUMNS[1:]]) for name in NUMBERS + OTHERS]
    return [(COLUMNS, rows)]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path)
    with statement:
        rows = []
        for name in NUMBERS + OTHERS:
            column = f[name]
            row = [column.count(), column.nunique()]
            if name in NUMBERS:
                row += [column.mean(), column.std(), column.median()]
            column.min(), column.max(), column.mode()
            rows.append(filled(name, row))
    return [(COLUMNS, rows)]


def filled(name, values):
    """A row of the table; what a text or a time has no value for is empty."""
    values = [value for value in values if value is not None]
    return [name, *values, *[""] * (len(COLUMNS) - 1 - len(values))]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
Polars and pandas hold the times as text, as their loads give them.
"""

if __name__ == "__main__":
    serve(PEERS)
