#!/usr/bin/env python3
"""Runs generated pipelines here and in DuckDB, and compares what they give.

    differential.py --rapport PATH --count 2000 --seed 7 --folder DIR

The rows are compared ordered by all columns, floats to 1e-9 of their size. Prints each difference with both texts
and the seed that gives it again; the last line counts. Exit status 0: no difference; 1: some; 2: wrong usage.
"""

import argparse
import datetime
import json
import os
import random
import subprocess
import sys

import duckdb

from pipelines import Growing
from stages import STAGES
from tables import LOOKUP_TYPES, SQL_TYPES, TYPES, as_csv, lookup, rows

LINES = 100  # statements a process


def generated(seed):
    draw = random.Random(seed)
    growing = Growing(draw, draw.choice(["few", "many", "many", "many", "none"]))
    for _ in range(draw.randint(1, 6)):
        draw.choice(STAGES)(growing)
    return growing


def tables(folder, connection):
    made = {"few": rows(7, 1), "many": rows(400, 2), "other": rows(90, 3), "none": rows(5, 4)}
    for name, all_rows in made.items():
        write(folder, name, as_csv(all_rows, TYPES))
        declared = ", ".join(f"{column} {SQL_TYPES[type]}" for column, type in TYPES.items())
        connection.execute(f"CREATE TABLE {name} ({declared})")
        marks = ", ".join("?" for _ in TYPES)
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(row.values()) for row in all_rows])
    connection.execute("DELETE FROM none")
    write(folder, "lookup", as_csv(lookup(), LOOKUP_TYPES))
    connection.execute("CREATE TABLE lookup (k VARCHAR, name VARCHAR, w DOUBLE)")
    connection.executemany("INSERT INTO lookup VALUES (?, ?, ?)", [list(row.values()) for row in lookup()])
    loads = [f'{name} = load "{name}.csv" dates=iso' for name in (*made, "lookup")]
    return loads + ["none = none | where id < 0"]


def write(folder, name, text):
    with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
        file.write(text)


def plain(value):
    """A value as JSON Lines of ours writes it."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def key(row):
    # Numbers of both kinds sort together; missing stands last.
    return [(2, "") if v is None else (0, round(float(v), 6)) if isinstance(v, (int, float)) else (1, v) for v in row]


def same(a, b):
    """Equal, of one type; floats to 1e-9 of their size."""
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))
    return type(a) is type(b) and a == b


def difference(growing, path, connection):
    """What differs, as text; None: nothing. The order of rows is not compared, their number and types are."""
    expected = [[plain(v) for v in row] for row in connection.execute(growing.sql).fetchall()]
    with open(path, encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    names = list(growing.types)
    for row in found:
        if list(row) != names and sorted(row) != sorted(names):
            return f"columns {list(row)}, expected {names}"
    found = [[row[name] for name in names] for row in found]
    if len(found) != len(expected):
        return f"{len(found)} rows, expected {len(expected)}"
    for ours, theirs in zip(sorted(found, key=key), sorted(expected, key=key)):
        if not all(map(same, ours, theirs)):
            return f"row {ours}, expected {theirs}"
    return None


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rapport", required=True)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--folder", required=True)
    given = arguments.parse_args()
    connection = duckdb.connect(config={"threads": 1})
    loads = tables(given.folder, connection)
    differing, run = 0, 0
    seeds = [given.seed * 1_000_000 + number for number in range(given.count)]
    while seeds:
        batch = [(seed, generated(seed)) for seed in seeds[:LINES]]
        lines = loads + [f'{growing.line} | save "{seed}.jsonl"' for seed, growing in batch]
        ended = subprocess.run(
            [given.rapport, "--workspace", ":memory:"], input="\n".join(lines) + "\n", cwd=given.folder,
            capture_output=True, text=True, check=False)
        for seed, growing in batch:
            path = os.path.join(given.folder, f"{seed}.jsonl")
            seeds.pop(0)
            run += 1
            if not os.path.exists(path):
                differing += 1
                print(f"seed {seed}: refused\n  ours: {growing.line}\n  SQL:  {growing.sql}\n{ended.stderr[-800:]}")
                break  # the script stopped here; the next batch goes on behind it
            said = difference(growing, path, connection)
            os.remove(path)
            if said:
                differing += 1
                print(f"seed {seed}: {said}\n  ours: {growing.line}\n  SQL:  {growing.sql}")
    print(f"{run} pipelines, {differing} differ (seed {given.seed}, DuckDB {duckdb.__version__})")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
