"""Values of the rows around: the order before and a running sum by customer, and means over the last 30 days.

The frames of the third hold about ten orders at the most, those of the last 137,000, over all customers.
"""

from protocol import serve

TITLE = "Window"
OURS = """\
load "{path}" as f
f | window by customer_id sort ordered_at, order_id: before=lag(amount), total=cum_sum(amount)
  | summarize befores=sum(before), totals=sum(total), weighted=sum(before * order_id)
f | window by customer_id: part=amount / sum(amount), place=count()
  | summarize parts=sum(part), places=sum(place), weighted=sum(part * order_id)
f | window by customer_id sort ordered_at: usual=mean(amount) over last 30d
  | summarize usuals=sum(usual), weighted=sum(usual * order_id)
f | window sort ordered_at: usual=mean(amount) over last 30d, top=max(amount) over last 30d
  | summarize usuals=sum(usual), weighted=sum(usual * order_id), tops=sum(top)
"""
STATEMENTS = ["load", "lag, running sum", "share of customer", "30 days of customer", "30 days of all"]
NEIGHBOURS, PARTS = ["befores", "totals", "weighted"], ["parts", "places", "weighted"]
FEW, MANY = ["usuals", "weighted"], ["usuals", "weighted", "tops"]
TABLES = [NEIGHBOURS, PARTS, FEW, MANY]


def duckdb(path, statement):
    import duckdb

    connection = duckdb.connect()
    run = connection.execute
    with statement:
        run(f"create table f as from read_csv('{path}')")
    with statement:
        neighbours = run(
            """select sum(before), sum(total), sum(before * order_id) from (
                 select order_id, lag(amount) over w as before,
                   sum(amount) over (w rows unbounded preceding) as total
                 from f window w as (partition by customer_id order by ordered_at, order_id))"""
        ).fetchall()
    with statement:
        parts = run(
            """select sum(part), sum(place), sum(part * order_id) from (
                 select order_id, amount / sum(amount) over w as part, count(*) over w as place
                 from f window w as (partition by customer_id))"""
        ).fetchall()
    # Whole seconds: the last 30 days without the moment 30 days ago.
    frame = "order by ordered_at range between interval 2591999 seconds preceding and current row"
    with statement:
        few = run(
            f"""select sum(usual), sum(usual * order_id) from (
                  select order_id, avg(amount) over (partition by customer_id {frame}) as usual from f)"""
        ).fetchall()
    with statement:
        many = run(
            f"""select sum(usual), sum(usual * order_id), sum(top) from (
                  select order_id, avg(amount) over w as usual, max(amount) over w as top
                  from f window w as ({frame}))"""
        ).fetchall()
    return [(NEIGHBOURS, neighbours), (PARTS, parts), (FEW, few), (MANY, many)]


def polars(path, statement):
    import polars as pl

    with statement:
        f = pl.read_csv(path, try_parse_dates=True)
    amount, order = pl.col("amount"), pl.col("order_id")
    with statement:
        neighbours = (
            f.lazy()
            .sort("customer_id", "ordered_at", "order_id")
            .select(
                "order_id",
                amount.shift(1).over("customer_id").alias("before"),
                amount.cum_sum().over("customer_id").alias("total"),
            )
            .select(
                pl.col("before", "total").sum(),
                (pl.col("before") * order).sum().alias("weighted"),
            )
            .collect()
            .rows()
        )
    with statement:
        parts = (
            f.lazy()
            .select(
                "order_id",
                (amount / amount.sum().over("customer_id")).alias("part"),
                pl.len().over("customer_id").alias("place"),
            )
            .select(pl.col("part", "place").sum(), (pl.col("part") * order).sum().alias("weighted"))
            .collect()
            .rows()
        )
    usual = [pl.col("usual").sum(), (pl.col("usual") * pl.col("order_id")).sum().alias("weighted")]
    with statement:
        few = (
            f.sort("customer_id", "ordered_at")
            .rolling("ordered_at", period="30d", group_by="customer_id")
            .agg(amount.mean().alias("usual"), order.last())
            .select(usual)
            .rows()
        )
    with statement:
        many = (
            f.sort("ordered_at")
            .select(
                "order_id",
                amount.rolling_mean_by("ordered_at", "30d").alias("usual"),
                amount.rolling_max_by("ordered_at", "30d").alias("top"),
            )
            .select(*usual, pl.col("top").sum())
            .rows()
        )
    return [(NEIGHBOURS, neighbours), (PARTS, parts), (FEW, few), (MANY, many)]


PEERS = {"DuckDB": duckdb, "Polars": polars}
ROUNDS = {}
NOTES = """\
The statements sort by themselves, whatever the ones before did. Sums over the last 30 days are compensated in Rapport: no value
is ever subtracted again. pandas takes minutes over time windows of half a million customers, and is left out.
"""

if __name__ == "__main__":
    serve(PEERS)
