"""Sort 5 M orders by a number, by two texts and by two keys, one of them downwards; each gives a whole table.

Each check sums the keys of the first part of the rows, which no other order gives.
"""

from protocol import serve

TITLE = "Sort"
OURS = """\
load "{path}" as f
a = f | sort amount
b = f | sort product, region
c = f | sort customer_id, -ordered_at
a | take 70_001 | summarize rows=count(), total=sum(amount), largest=max(amount)
b | take 70_001 | summarize rows=count() by product, region
c | take 70_001 | summarize rows=count(), total=sum(customer_id), latest=max(ordered_at), hours=sum(hour(ordered_at))
"""
STATEMENTS = ["load", "by number", "by two texts", "by customer, -time"]
ROWS = 70_001
NUMBER, TEXTS = ["rows", "total", "largest"], ["product", "region", "rows"]
KEYS = ["rows", "total", "latest", "hours"]
TABLES = [NUMBER, TEXTS, KEYS]


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    run = connection.execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    with statement:
        run("create table a as from f order by amount")
    with statement:
        run("create table b as from f order by product, region")
    with statement:
        run("create table c as from f order by customer_id, ordered_at desc")
    first = f"where rowid < {ROWS}"
    number = run(f"select count(*), sum(amount), max(amount) from a {first}").fetchall()
    texts = run(f"select product, region, count(*) from b {first} group by all").fetchall()
    keys = run(
        f"select count(*), sum(customer_id), max(ordered_at), sum(hour(ordered_at)) from c {first}"
    ).fetchall()
    return [(NUMBER, number), (TEXTS, texts), (KEYS, keys)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path, try_parse_dates=True)
    with statement:
        a = f.sort("amount")
    with statement:
        b = f.sort("product", "region")
    with statement:
        c = f.sort("customer_id", "ordered_at", descending=[False, True])
    number = a.head(ROWS).select(pl.len(), pl.col("amount").sum(), pl.col("amount").max().alias("m")).rows()
    texts = b.head(ROWS).group_by("product", "region").len().rows()
    moment = pl.col("ordered_at")
    keys = (
        c.head(ROWS)
        .select(pl.len(), pl.col("customer_id").sum(), moment.max(), moment.dt.hour().cast(int).sum().alias("h"))
        .rows()
    )
    return [(NUMBER, number), (TEXTS, texts), (KEYS, keys)]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path, parse_dates=["ordered_at"])
    with statement:
        a = f.sort_values("amount")
    with statement:
        b = f.sort_values(["product", "region"])
    with statement:
        c = f.sort_values(["customer_id", "ordered_at"], ascending=[True, False])
    a, b, c = a.head(ROWS), b.head(ROWS), c.head(ROWS)
    number = [len(a), a["amount"].sum(), a["amount"].max()]
    texts = [(*key, n) for key, n in b.groupby(["product", "region"]).size().items()]
    moment = c["ordered_at"]
    keys = [len(c), c["customer_id"].sum(), moment.max(), moment.dt.hour.sum()]
    return [(NUMBER, [number]), (TEXTS, texts), (KEYS, [keys])]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
Each statement makes a whole table of seven columns. Rapport's sort is stable; the peers are asked for no such thing. Polars and
pandas are told to read times, which their loads pay for here.
"""

if __name__ == "__main__":
    serve(PEERS)
