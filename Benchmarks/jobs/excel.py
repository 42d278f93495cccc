"""A sheet of orders × 7 columns into typed columns, then one pass that touches every column."""

import random
from datetime import datetime, timedelta

import orders
from protocol import serve

TITLE = "Excel into typed columns"
FILE = "orders-100000.xlsx"
FILE_ROWS = 100_000
OURS, STATEMENTS, TABLES = orders.OURS, orders.STATEMENTS, [orders.COLUMNS]


def make(path):
    import openpyxl

    draw = random.Random(12)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    sheet.append(["order_id", "customer_id", "region", "product", "ordered_at", "quantity", "amount"])
    for row in range(FILE_ROWS):
        sheet.append(
            [
                row + 1,
                draw.randrange(1, 100_000),
                draw.choice(["north", "south", "east", "west", "华东", "华南"]),
                draw.choice(["green tea", "black tea", "pot", "cup"]),
                datetime(2024, 1, 1) + timedelta(minutes=draw.randrange(1_000_000)),
                draw.randrange(1, 9),
                draw.randrange(100, 100_000) / 100,
            ]
        )
    book.save(path)


def polars(path, statement):
    return orders.polars(statement, lambda pl: pl.read_excel(path, engine="calamine"))


def pandas(path, statement, engine):
    return orders.pandas(statement, lambda pd: pd.read_excel(path, engine=engine))


PEERS = {
    "Polars, calamine": polars,
    "pandas, calamine": lambda path, statement: pandas(path, statement, "calamine"),
    "pandas, openpyxl": lambda path, statement: pandas(path, statement, "openpyxl"),
}
ROUNDS = {"pandas, openpyxl": 1}
NOTES = "calamine is a reader in Rust (fastexcel, python-calamine); openpyxl is pandas' default.\n"

if __name__ == "__main__":
    serve(PEERS)
