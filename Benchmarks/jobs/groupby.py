"""Group by on loaded orders: by two text columns (36 groups), and by a customer number (500,000 groups).

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
"""
STATEMENTS = ["load", "by customer", "by region, product"]
CUSTOMERS = ["groups", "rows", "total", "largest", "most", "squares", "weighted"]
REGIONS = ["region", "product", "s", "n"]
TABLES = [CUSTOMERS, REGIONS]


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
    return [(CUSTOMERS, [customers]), (REGIONS, regions)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    sums = [pl.col("amount").sum().alias("s"), pl.len().alias("n")]
    s, n = pl.col("s"), pl.col("n")
    with statement:
        customers = (
            f.group_by("customer_id")
            .agg(sums)
            .select(
                pl.len(),
                n.sum().alias("rows"),
                s.sum().alias("total"),
                s.max().alias("largest"),
                n.max().alias("most"),
                (s * s).sum().alias("squares"),
                (s * pl.col("customer_id")).sum().alias("weighted"),
            )
            .row(0)
        )
    with statement:
        regions = f.group_by("region", "product").agg(sums).rows()
    return [(CUSTOMERS, [customers]), (REGIONS, regions)]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path)
    with statement:
        g = f.groupby("customer_id")["amount"].agg(["sum", "count"])
        s, n = g["sum"], g["count"]
        customers = [len(g), n.sum(), s.sum(), s.max(), n.max(), (s * s).sum(), (s * g.index).sum()]
    with statement:
        g = f.groupby(["region", "product"])["amount"].agg(["sum", "count"])
        regions = [(*key, s, n) for key, s, n in zip(g.index, g["sum"], g["count"])]
    return [(CUSTOMERS, [customers]), (REGIONS, regions)]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
The statements follow each other in one process, on the table that the first loaded. Customers are whole numbers, one for
every ten orders and 500,000 at the most; region and product are texts with six values each.
"""

if __name__ == "__main__":
    serve(PEERS)
