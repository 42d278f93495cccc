"""From start to exit with nothing to do: an empty script on standard input."""

TITLE = "Start-up: an empty script"
FILE_ROWS = 1
ROUNDS_AT_LEAST = 21
OURS = None  # nothing to run: the script on standard input is empty
STATEMENTS = []
TABLES = []
COMMANDS = {
    "DuckDB, shell": ["{bin}/duckdb"],
    "DuckDB, Python": ["{python}", "-c", "import duckdb; duckdb.connect()"],
    "Polars": ["{python}", "-c", "import polars"],
    "pandas": ["{python}", "-c", "import pandas"],
    "Python alone": ["{python}", "-c", "pass"],
}
NOTES = "Whole processes only; the libraries are imported, DuckDB opens an empty database.\n"
