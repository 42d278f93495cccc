"""Aggregates that need more than a running total: distinct values and medians, of all rows and by group."""

from protocol import serve

TITLE = "Distinct values and medians"
OURS = """\
load "{path}" as f
f | summarize customers=count_distinct(customer_id)
f | summarize customers=count_distinct(customer_id) by region
f | summarize middle=median(amount)
f | summarize middle=median(amount) by region, product
f | summarize middle=median(amount), deviation=std(amount) by customer_id
  | summarize groups=count(), middles=sum(middle), deviations=sum(deviation)
"""
STATEMENTS = [
    "load", "distinct, all", "distinct by region", "median, all", "median by two texts", "median, std by customer",
]
ALL, REGIONS, MIDDLE = ["customers"], ["region", "customers"], ["middle"]
TEXTS, CUSTOMERS = ["region", "product", "middle"], ["groups", "middles", "deviations"]
TABLES = [ALL, REGIONS, MIDDLE, TEXTS, CUSTOMERS]


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    run = connection.execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    queries = [
        "select count(distinct customer_id) from f",
        "select region, count(distinct customer_id) from f group by region",
        "select median(amount) from f",
        "select region, product, median(amount) from f group by all",
        """select count(*), sum(middle), sum(deviation) from (
             select median(amount) as middle, stddev_samp(amount) as deviation from f group by customer_id)""",
    ]
    found = []
    for query in queries:
        with statement:
            found.append(run(query).fetchall())
    return list(zip(TABLES, found))


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    amount, customers = pl.col("amount"), pl.col("customer_id").n_unique()
    queries = [
        lambda: f.select(customers),
        lambda: f.group_by("region").agg(customers),
        lambda: f.select(amount.median()),
        lambda: f.group_by("region", "product").agg(amount.median()),
        lambda: f.group_by("customer_id")
        .agg(amount.median().alias("middle"), amount.std().alias("deviation"))
        .select(pl.len(), pl.col("middle", "deviation").sum()),
    ]
    found = []
    for query in queries:
        with statement:
            found.append(query().rows())
    return list(zip(TABLES, found))


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path)
    with statement:
        distinct = [[f["customer_id"].nunique()]]
    with statement:
        regions = list(f.groupby("region")["customer_id"].nunique().items())
    with statement:
        middle = [[f["amount"].median()]]
    with statement:
        g = f.groupby(["region", "product"])["amount"].median()
        texts = [(*key, value) for key, value in g.items()]
    with statement:
        g = f.groupby("customer_id")["amount"].agg(["median", "std"])
        customers = [[len(g), g["median"].sum(), g["std"].sum()]]
    return list(zip(TABLES, [distinct, regions, middle, texts, customers]))


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
All of them exact.
"""

if __name__ == "__main__":
    serve(PEERS)
