"""The same lines over 0.1, 1, 5 and 20 M orders: cost grows with the rows, and no faster."""

from protocol import serve

TITLE = "Growth"
SIZES = [100_000, 1_000_000, 5_000_000, 20_000_000]
OURS = """\
load "{path}" as f
f | summarize s=sum(amount), n=count() by customer_id | summarize groups=count(), total=sum(s), most=max(n)
c = f | summarize tier=max(quantity) by customer_id
f | join c on customer_id | summarize n=count(), checked=sum(quantity * tier)
a = f | sort amount
f | window by customer_id sort ordered_at, order_id: before=lag(amount), total=cum_sum(amount)
  | summarize befores=sum(before), totals=sum(total)
a | take 5_001 | summarize rows=count(), total=sum(amount)
"""
STATEMENTS = ["load", "group by", "one row a customer", "join", "sort", "window"]
GROUPS, JOINED, NEIGHBOURS = ["groups", "total", "most"], ["n", "checked"], ["befores", "totals"]
ROWS = ["rows", "total"]
TABLES = [GROUPS, JOINED, NEIGHBOURS, ROWS]


def duckdb(path, statement):
    import duckdb

    run = duckdb.connect().execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    with statement:
        groups = run(
            """select count(*), sum(s), max(n) from (
                 select customer_id, sum(amount) as s, count(*) as n from f group by customer_id)"""
        ).fetchall()
    with statement:
        run("create table c as select customer_id, max(quantity) as tier from f group by customer_id")
    with statement:
        joined = run("select count(*), sum(quantity * tier) from f left join c using (customer_id)").fetchall()
    with statement:
        run("create table a as from f order by amount")
    with statement:
        neighbours = run(
            """select sum(before), sum(total) from (
                 select lag(amount) over w as before, sum(amount) over (w rows unbounded preceding) as total
                 from f window w as (partition by customer_id order by ordered_at, order_id))"""
        ).fetchall()
    rows = run("select count(*), sum(amount) from a where rowid < 5001").fetchall()
    return list(zip(TABLES, [groups, joined, neighbours, rows]))


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path)
    amount = pl.col("amount")
    with statement:
        groups = (
            f.group_by("customer_id")
            .agg(amount.sum().alias("s"), pl.len().alias("n"))
            .select(pl.len(), pl.col("s").sum(), pl.col("n").max())
            .rows()
        )
    with statement:
        c = f.group_by("customer_id").agg(pl.col("quantity").max().alias("tier"))
    with statement:
        joined = (
            f.lazy()
            .join(c.lazy(), on="customer_id", how="left")
            .select(pl.len(), (pl.col("quantity") * pl.col("tier")).sum())
            .collect()
            .rows()
        )
    with statement:
        a = f.sort("amount")
    with statement:
        neighbours = (
            f.lazy()
            .sort("customer_id", "ordered_at", "order_id")
            .select(
                amount.shift(1).over("customer_id").alias("before"),
                amount.cum_sum().over("customer_id").alias("total"),
            )
            .sum()
            .collect()
            .rows()
        )
    rows = a.head(5001).select(pl.len(), amount.sum()).rows()
    return list(zip(TABLES, [groups, joined, neighbours, rows]))


PEERS = {"DuckDB": duckdb, "Polars": polars}
ROUNDS = {}
NOTES = """\
What grows as the rows do keeps them from left to right, and follows the grey line of the plot. Polars leaves the times as text.
"""

if __name__ == "__main__":
    serve(PEERS)
