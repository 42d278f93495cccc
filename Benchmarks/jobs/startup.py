"""One line on a file of 1 MB, from the shell and back: `rapport -c` against DuckDB's shell and the libraries."""

TITLE = "Start-up: one line on 1 MB"
FILE_ROWS = 17_700
ROUNDS_AT_LEAST = 21
OURS = """load "{path}" as f | summarize s=sum(amount), n=count() by region"""
STATEMENTS = []
TABLES = [["region", "s", "n"]]

SQL = "select region, sum(amount) as s, count(*) as n from read_csv('{path}') group by region"

COMMANDS = {
    "DuckDB, shell": ["{bin}/duckdb", "-csv", "-c", SQL],
    "DuckDB, Python": [
        "{python}",
        "-c",
        "import duckdb\n"
        "print('region,s,n')\n"
        f'for row in duckdb.sql("{SQL}").fetchall(): print(*row, sep=",")',
    ],
    "Polars": [
        "{python}",
        "-c",
        "import polars as pl\n"
        "f = pl.read_csv('{path}').group_by('region').agg(pl.col('amount').sum().alias('s'), pl.len().alias('n'))\n"
        "print(f.write_csv(), end='')",
    ],
    "pandas": [
        "{python}",
        "-c",
        "import pandas as pd\n"
        "g = pd.read_csv('{path}').groupby('region')['amount'].agg(['sum', 'count'])\n"
        "print(g.rename(columns=dict(sum='s', count='n')).to_csv(), end='')",
    ],
}
NOTES = (
    "Whole processes only. The shell of DuckDB is an earlier version than its library: the newest on PyPI.\n"
)
