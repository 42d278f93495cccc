"""Runs one program as a whole process and reads what it says."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

LAUNCH = Path(__file__).resolve().parent / "launch.py"
LIMIT = 1_800  # seconds, for a program that hangs

Table = list[list[str]]


class Failed(Exception):
    """A program that ended with an error, or said something that cannot be read."""


@dataclass
class Run:
    """One run of one side: what it took, and what it answered."""

    wall: float  # seconds from start to exit
    cpu: float  # user and system seconds, all threads
    peak: int  # bytes of resident memory at the most
    floor: int  # bytes; a lower peak could not be seen
    statements: list[float] = field(default_factory=list)  # seconds, as the program says itself
    tables: list[Table] = field(default_factory=list)


def run(argv: list[str], headers: list[list[str]], statements: int) -> Run:
    """Runs a program with nothing on standard input and everything it says in files, so that no pipe fills."""
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        launched = subprocess.run(
            [sys.executable, "-I", "-S", LAUNCH, out, err, *argv],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        if launched.returncode != 0:
            raise Failed(f"cannot start: {launched.stderr.strip()[-200:]}")
        code, wall, cpu, peak, floor = launched.stdout.split()
        said = err.read_text(errors="replace")
        if code != "0":
            raise Failed(f"exit {code}: {said.strip()[-400:] or 'said nothing'}")
        timed = timings(said)
        if len(timed) < statements:
            raise Failed(f"timed {len(timed)} statements of {statements}")
        answer = tables(out.read_text(), headers)
    return Run(float(wall), float(cpu), int(peak), int(floor), timed[:statements], answer)


def environment() -> dict[str, str]:
    """The same for all: no workspace of the person's own, no locale, timings on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return kept | {"RAPPORT_TIMINGS": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1"}


def timings(said: str) -> list[float]:
    """Seconds a statement, from the JSON lines among what was said."""
    found = {}
    for line in said.splitlines():
        if line.startswith('{"statement"'):
            entry = json.loads(line)
            found[entry["statement"]] = entry["seconds"]
    return [found[number] for number in sorted(found)]


def tables(text: str, headers: list[list[str]]) -> list[Table]:
    """The rows under each expected header, in the order of `headers`; other lines are no part of the answer."""
    waiting, found, is_open = list(headers), [], False
    for row in csv.reader(text.splitlines()):
        if waiting and row == waiting[0]:
            waiting.pop(0)
            found.append([])
            is_open = True
        elif is_open and len(row) == len(headers[len(found) - 1]):
            found[-1].append(row)
        else:
            is_open = False
    if waiting:
        raise Failed(f"no table with the columns {', '.join(waiting[0])}")
    return found
