"""Join: 5 M orders to one row for each of 500,000 customers, by a whole number and by a text.

The first two joins give whole tables, which stay; the third gives sums, so that each side may leave out what the sums do not need.
"""

from protocol import serve

TITLE = "Join"
OURS = """\
load "{path}" as f
c = f | summarize tier=max(quantity), spent=sum(amount) by customer_id
t = f | select order_id, customer_id, amount | cast customer_id=text
u = c | cast customer_id=text
j = f | join c on customer_id
k = t | join u on customer_id
f | join c on customer_id | summarize n=count(), checked=sum(quantity * tier)
j | summarize n=count(), tiers=sum(tier), orders=sum(order_id * tier)
k | summarize n=count(), tiers=sum(tier), orders=sum(order_id * tier)
"""
STATEMENTS = ["load", "one row a customer", "orders by text", "customers by text", "by number", "by text", "sums"]
SUMS = ["n", "checked"]
CHECKS = ["n", "tiers", "orders"]
TABLES = [SUMS, CHECKS, CHECKS]


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    run = connection.execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    with statement:
        run(
            """create table c as
               select customer_id, max(quantity) as tier, sum(amount) as spent from f group by customer_id"""
        )
    with statement:
        run(
            """create table t as
               select order_id, customer_id::varchar as customer_id, amount from f"""
        )
    with statement:
        run("create table u as select * replace (customer_id::varchar as customer_id) from c")
    with statement:
        run("create table j as from f left join c using (customer_id)")
    with statement:
        run("create table k as from t left join u using (customer_id)")
    with statement:
        sums = run("select count(*), sum(quantity * tier) from f left join c using (customer_id)").fetchall()
    checks = [
        run(f"select count(*), sum(tier), sum(order_id * tier) from {table}").fetchall() for table in "jk"
    ]
    return [(SUMS, sums), *((CHECKS, rows) for rows in checks)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    with statement:
        c = f.group_by("customer_id").agg(
            pl.col("quantity").max().alias("tier"), pl.col("amount").sum().alias("spent")
        )
    with statement:
        t = f.select("order_id", pl.col("customer_id").cast(pl.String), "amount")
    with statement:
        u = c.with_columns(pl.col("customer_id").cast(pl.String))
    with statement:
        j = f.join(c, on="customer_id", how="left")
    with statement:
        k = t.join(u, on="customer_id", how="left")
    with statement:
        sums = (
            f.lazy()
            .join(c.lazy(), on="customer_id", how="left")
            .select(pl.len(), (pl.col("quantity") * pl.col("tier")).sum())
            .collect()
            .rows()
        )
    check = [pl.len(), pl.col("tier").sum(), (pl.col("order_id") * pl.col("tier")).sum().alias("o")]
    return [(SUMS, sums), (CHECKS, j.select(check).rows()), (CHECKS, k.select(check).rows())]


def pandas(path, statement):
    import pandas as pd

    with statement:
        f = pd.read_csv(path)
    with statement:
        c = f.groupby("customer_id").agg(tier=("quantity", "max"), spent=("amount", "sum")).reset_index()
    with statement:
        t = f[["order_id", "customer_id", "amount"]].astype({"customer_id": str})
    with statement:
        u = c.astype({"customer_id": str})
    with statement:
        j = f.merge(c, on="customer_id", how="left")
    with statement:
        k = t.merge(u, on="customer_id", how="left")
    with statement:
        joined = f[["customer_id", "quantity"]].merge(c[["customer_id", "tier"]], on="customer_id", how="left")
        sums = [len(joined), (joined["quantity"] * joined["tier"]).sum()]
    checks = [[len(x), x["tier"].sum(), (x["order_id"] * x["tier"]).sum()] for x in (j, k)]
    return [(SUMS, [sums]), *((CHECKS, [row]) for row in checks)]


PEERS = {"DuckDB": duckdb, "Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
Rapport keeps the order of the orders, says how many found a partner, and refuses a join in which both sides repeat; DuckDB and
Polars promise no order. `by number` and `by text` make whole tables, of nine and of five columns.
"""

if __name__ == "__main__":
    serve(PEERS)
