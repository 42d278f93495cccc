#!/usr/bin/env python3
"""Runs each job on Rapport and on its peers in turn, on the same cores, and says how long each took.

    harness.py [--size 5m] [--rounds 5] [--job load …] [--record]

Rounds are interleaved, and each begins with another side, so that a slow minute of the machine hits all alike.
Run through `run.sh`, which makes the virtual environment and builds Rapport first.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType

import compare
import growth
import report
from runner import Failed, Run, run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
JOBS = [
    "load", "groupby", "aggregate", "join", "sort", "window", "distinct", "describe", "filter", "jsonl",
    "excel", "kmeans", "texts", "responses", "sentiment", "betweenness", "betweenness_small", "pagerank",
    "growth", "startup", "empty",
]
OURS = "Rapport"


@dataclass
class Side:
    """One program of a job, and its runs so far."""

    name: str
    argv: list[str]
    rounds: int
    runs: list[Run] = field(default_factory=list)
    problem: str | None = None


@dataclass
class Outcome:
    job: ModuleType
    file: Path
    sides: list[Side]
    rows: int


def load_job(name: str) -> ModuleType:
    path = HERE / "jobs" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(size: str) -> int:
    """`5m`, `0.1m` and `100k` as numbers of rows."""
    factor = {"k": 1_000, "m": 1_000_000}.get(size[-1:].lower())
    rows = float(size[:-1]) * factor if factor else int(size)
    if rows < 1 or rows != int(rows):
        raise ValueError(f"{size} is no number of rows")
    return int(rows)


def data(rows: int) -> Path:
    """The orders of that many rows, made where they are not there yet."""
    path = HERE / "data" / f"orders-{rows}.csv"
    if not path.exists():
        print(f"making {path.name}", file=sys.stderr)
        subprocess.run([sys.executable, HERE / "data.py", str(rows), path], check=True)
    return path


def file_of(job: ModuleType, rows: int) -> Path:
    """The orders, or the file that the job makes for itself: `FILE`, by its `make(path)`."""
    if not hasattr(job, "make"):
        return data(rows)
    path = HERE / "data" / job.FILE
    if not path.exists():
        print(f"making {path.name}", file=sys.stderr)
        unfinished = path.with_name("unfinished-" + path.name)
        job.make(unfinished)
        unfinished.rename(path)
    return path


def into_cache(path: Path) -> None:
    """Reads the file once, so that nobody pays for the disk."""
    with open(path, "rb") as file:
        while file.read(1 << 24):
            pass


def sides(job: ModuleType, file: Path, binary: Path | None, rounds: int) -> list[Side]:
    rounds = max(rounds, getattr(job, "ROUNDS_AT_LEAST", 0))
    found = []
    if binary:
        script = [] if job.OURS is None else ["-c", job.OURS.format(path=file), "--format", "csv"]
        found.append(Side(OURS, [str(binary), *script, "--workspace", ":memory:"], rounds))
    places = {"{python}": sys.executable, "{bin}": str(Path(sys.executable).parent), "{path}": str(file)}
    for name, command in getattr(job, "COMMANDS", {}).items():
        found.append(Side(name, [filled(word, places) for word in command], rounds))
    for name in getattr(job, "PEERS", {}):
        argv = [sys.executable, str(HERE / "jobs" / f"{job.__name__}.py"), name, str(file)]
        found.append(Side(name, argv, min(rounds, job.ROUNDS.get(name, rounds))))
    return found


def filled(word: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        word = word.replace(name, value)
    return word


def measure(job: ModuleType, file: Path, sides: list[Side]) -> None:
    """Fills in the sides' runs. One that fails stops there and keeps its problem."""
    into_cache(file)
    for number in range(max(side.rounds for side in sides)):
        turn = number % len(sides)
        for side in sides[turn:] + sides[:turn]:
            if side.problem or number >= side.rounds:
                continue
            progress(f"{job.__name__}: round {number + 1}, {side.name}")
            try:
                side.runs.append(run(side.argv, job.TABLES, len(job.STATEMENTS)))
            except (Failed, OSError, subprocess.TimeoutExpired) as error:
                side.problem = str(error)
    progress("")


def check(sides: list[Side]) -> None:
    """Every run of every side must give what the first peer gave: Rapport is no reference for itself."""
    answered = [side for side in sides if side.runs]
    reference = next((side for side in answered if side.name != OURS), None)
    for side in answered:
        for done in side.runs:
            found = compare.difference(reference.runs[0].tables, done.tables) if reference else None
            side.problem = side.problem or (found and f"not the result of {reference.name}: {found}")


def progress(text: str) -> None:
    """One line that is written over, for a person who waits; nothing in a log."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def keep(outcomes: list[Outcome], text: str, record: bool) -> None:
    """Markdown and every single run under `results/`, which git ignores; `RESULTS.md` only when asked."""
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    runs = [
        {"job": outcome.job.__name__, "file": outcome.file.name, "side": side.name, "problem": side.problem}
        | {
            "runs": [
                {key: value for key, value in asdict(done).items() if key != "tables"} for done in side.runs
            ]
        }
        for outcome in outcomes
        for side in outcome.sides
    ]
    (results / f"{stamp}.json").write_text(json.dumps(runs, indent=1))
    (results / f"{stamp}.md").write_text(text)
    print(f"kept in Benchmarks/results/{stamp}.md", file=sys.stderr)
    grown = [outcome for outcome in outcomes if hasattr(outcome.job, "SIZES")]
    plot = growth.svg(grown) if grown else None
    if plot:
        (results / f"{stamp}-growth.svg").write_text(plot)
    if record:
        (HERE / "RESULTS.md").write_text(text)
        if plot:
            (HERE / "growth.svg").write_text(plot)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--size", default="5m", help="rows of the larger jobs' file: 100k, 5m, 20m (default 5m)"
    )
    options.add_argument("--largest", help="leave out sizes above this in jobs of several sizes")
    options.add_argument("--rounds", type=int, default=5, help="runs of each side (default 5)")
    options.add_argument("--job", nargs="+", choices=JOBS, default=JOBS, help="only these jobs")
    options.add_argument("--without", nargs="+", default=[], metavar="PEER", help="leave these out")
    options.add_argument(
        "--fastest", action="store_true", help="report the fastest run instead of the median"
    )
    options.add_argument("--cores", type=int, default=0, help="use this many cores (default: all)")
    options.add_argument("--binary", type=Path, default=ROOT / ".build" / "release" / "rapport")
    options.add_argument("--record", action="store_true", help="write RESULTS.md, which is committed")
    chosen = options.parse_args()

    cores = sorted(os.sched_getaffinity(0))
    cores = cores[: chosen.cores or len(cores)]
    os.sched_setaffinity(0, cores)  # inherited by every program started here
    binary = chosen.binary.resolve() if chosen.binary.exists() else None
    if not binary:
        print(
            "no binary of Rapport in .build/release: only the peers are measured; "
            "`swift build -c release --product rapport` builds it",
            file=sys.stderr,
        )

    outcomes = []
    for name in chosen.job:
        job = load_job(name)
        for rows in getattr(job, "SIZES", None) or [getattr(job, "FILE_ROWS", None) or rows_of(chosen.size)]:
            if chosen.largest and rows > rows_of(chosen.largest):
                continue
            file = file_of(job, rows)
            taking_part = [
                side for side in sides(job, file, binary, chosen.rounds) if side.name not in chosen.without
            ]
            outcome = Outcome(job, file, taking_part, rows)
            measure(job, file, outcome.sides)
            check(outcome.sides)
            outcomes.append(outcome)

    text = report.markdown(outcomes, OURS, cores, fastest=chosen.fastest)
    print(text)
    keep(outcomes, text, chosen.record)
    problems = [side for outcome in outcomes for side in outcome.sides if side.problem]
    return 1 if problems else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE / "jobs"))  # the jobs share protocol.py
    sys.exit(main())
