"""Group by on loaded orders: by a customer number (500,000 groups), by two text columns (36), by a number and a text (2.4 M),
and by the customer as a text.

The groups of the second are too many to print; each side sums them up again in the same statement, weighted by the
key, so that one group out of place shows.
"""

from protocol import serve

TITLE = "Group by"
OURS = """\
load "{path}" as f
f | summarize s=sum(amount), n=count() by customer_id
  | summarize groups=count(), rows=sum(n), total=sum(s), largest=max(s), most=max(n),
    squares=sum(s * s), weighted=sum(s * customer_id)
f | summarize s=sum(amount), n=count() by region, product
f | summarize s=sum(amount), n=count() by customer_id, product
  | summarize groups=count(), rows=sum(n), total=sum(s), largest=max(s), most=max(n),
    squares=sum(s * s), weighted=sum(s * customer_id)
t = f | select customer_id, amount | cast customer_id=text
t | summarize s=sum(amount), n=count() by customer_id
  | summarize groups=count(), rows=sum(n), total=sum(s), largest=max(s), most=max(n), squares=sum(s * s)
"""
STATEMENTS = [
    "load", "by customer", "by region, product", "by customer, product", "customers as text", "by customer's text",
]
CUSTOMERS = ["groups", "rows", "total", "largest", "most", "squares", "weighted"]
REGIONS = ["region", "product", "s", "n"]
TEXTS = CUSTOMERS[:-1]
TABLES = [CUSTOMERS, REGIONS, CUSTOMERS, TEXTS]


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    with statement:
        connection.execute(f"create table f as from read_csv('{path}')")
    with statement:
        customers = connection.execute(
            """select count(*), sum(n), sum(s), max(s), max(n), sum(s * s), sum(s * customer_id)
               from (select customer_id, sum(amount) as s, count(*) as n from f group by customer_id)"""
        ).fetchone()
    with statement:
        regions = connection.execute(
            "select region, product, sum(amount), count(*) from f group by region, product"
        ).fetchall()
    with statement:
        pairs = connection.execute(
            """select count(*), sum(n), sum(s), max(s), max(n), sum(s * s), sum(s * customer_id)
               from (select customer_id, sum(amount) as s, count(*) as n from f group by customer_id, product)"""
        ).fetchone()
    with statement:
        connection.execute("create table t as select customer_id::varchar as customer_id, amount from f")
    with statement:
        texts = connection.execute(
            """select count(*), sum(n), sum(s), max(s), max(n), sum(s * s)
               from (select customer_id, sum(amount) as s, count(*) as n from t group by customer_id)"""
        ).fetchone()
    return [(CUSTOMERS, [customers]), (REGIONS, regions), (CUSTOMERS, [pairs]), (TEXTS, [texts])]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    sums = [pl.col("amount").sum().alias("s"), pl.len().alias("n")]
    s, n = pl.col("s"), pl.col("n")
    checks = [
        pl.len(),
        n.sum().alias("rows"),
        s.sum().alias("total"),
        s.max().alias("largest"),
        n.max().alias("most"),
        (s * s).sum().alias("squares"),
    ]
    weighted = (s * pl.col("customer_id")).sum().alias("weighted")
    with statement:
        customers = f.group_by("customer_id").agg(sums).select(*checks, weighted).row(0)
    with statement:
        regions = f.group_by("region", "product").agg(sums).rows()
    with statement:
        pairs = f.group_by("customer_id", "product").agg(sums).select(*checks, weighted).row(0)
    with statement:
        t = f.select(pl.col("customer_id").cast(pl.String), "amount")
    with statement:
        texts = t.group_by("customer_id").agg(sums).select(checks).row(0)
    return [(CUSTOMERS, [customers]), (REGIONS, regions), (CUSTOMERS, [pairs]), (TEXTS, [texts])]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path)
    with statement:
        g = f.groupby("customer_id")["amount"].agg(["sum", "count"])
        customers = checked(g) + [(g["sum"] * g.index).sum()]
    with statement:
        g = f.groupby(["region", "product"])["amount"].agg(["sum", "count"])
        regions = [(*key, s, n) for key, s, n in zip(g.index, g["sum"], g["count"])]
    with statement:
        g = f.groupby(["customer_id", "product"])["amount"].agg(["sum", "count"])
        pairs = checked(g) + [(g["sum"] * g.index.get_level_values("customer_id")).sum()]
    with statement:
        t = f[["customer_id", "amount"]].astype({"customer_id": str})
    with statement:
        texts = checked(t.groupby("customer_id")["amount"].agg(["sum", "count"]))
    return [(CUSTOMERS, [customers]), (REGIONS, regions), (CUSTOMERS, [pairs]), (TEXTS, [texts])]


def checked(g):
    """What tells one set of groups from another."""
    s, n = g["sum"], g["count"]
    return [len(g), n.sum(), s.sum(), s.max(), n.max(), (s * s).sum()]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
The statements follow each other in one process, on the table that the first loaded. Customers are whole numbers, one for
every ten orders and 500,000 at the most; region and product are texts with six values each. *Customers as text* makes the
texts that the last statement groups by.
"""

if __name__ == "__main__":
    serve(PEERS)
