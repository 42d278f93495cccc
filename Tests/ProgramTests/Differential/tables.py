"""The tables that the pipelines of the differential test begin with, the same for both sides.

Numbers are multiples of 1/4, so that sums do not depend on their order; every column has missing values but
`id`, which is unique.
"""

import csv
import datetime
import io
import random

TYPES = {
    "id": "int", "k": "text", "g": "int", "x": "int", "y": "float", "d": "date", "ts": "datetime", "b": "bool",
}
SQL_TYPES = {
    "int": "BIGINT", "float": "DOUBLE", "text": "VARCHAR", "date": "DATE", "datetime": "TIMESTAMP", "bool": "BOOLEAN",
}
TEXTS = ["web", "Web", "shop", "微信", "电话", "a,b", "naïve", "zürich", "x y"]
LOOKUP_TYPES = {"k": "text", "name": "text", "w": "float"}


def rows(count, seed):
    """`count` rows of the columns of TYPES."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        day = datetime.date(2024, 11, 1) + datetime.timedelta(days=draw.randrange(500))
        moment = datetime.datetime(2025, 1, 1) + datetime.timedelta(seconds=draw.randrange(86_400 * 90))
        row = {
            "id": number + 1, "k": draw.choice(TEXTS), "g": draw.randrange(6), "x": draw.randrange(-20, 21),
            "y": draw.randrange(-4_000, 4_001) / 4, "d": day, "ts": moment, "b": draw.random() < 0.5,
        }
        for name in row:
            # The first rows are whole, so that every column shows its type in the file.
            if name != "id" and number > 3 and draw.random() < 0.12:
                row[name] = None
        made.append(row)
    return made


def lookup():
    """One row a text but for two, and one text that no row of the tables has."""
    texts = TEXTS[:-2] + ["fax"]
    return [{"k": text, "name": f"n{place % 4}", "w": place / 4} for place, text in enumerate(texts)]


def as_csv(made, types):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(types)
    for row in made:
        writer.writerow([written(row[name]) for name in types])
    return out.getvalue()


def written(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value)
