"""CSV of orders × 7 columns into typed columns, then one pass that touches every column."""

import orders
from protocol import serve

TITLE = "CSV into typed columns"
OURS, STATEMENTS, TABLES = orders.OURS, orders.STATEMENTS, [orders.COLUMNS]


def duckdb(path, statement, **options):
    arguments = "".join(f", {name} = {value}" for name, value in options.items())
    return orders.duckdb(statement, f"read_csv('{path}'{arguments})")


def polars(path, statement, **options):
    return orders.polars(statement, lambda pl: pl.read_csv(path, **options))


def pandas(path, statement, **options):
    return orders.pandas(statement, lambda pd: pd.read_csv(path, **options))


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
