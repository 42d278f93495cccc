"""The figures as Markdown."""

import hashlib
import os
import platform
import subprocess
import time
from importlib import metadata
from pathlib import Path
from statistics import median

import growth

ROOT = Path(__file__).resolve().parent.parent
PEERS = ["duckdb", "duckdb-cli", "polars", "pandas", "numpy", "pyarrow"]

HEAD = """\
# Benchmarks

{statistic} of the rounds, sides interleaved on the same cores, files in the page cache. The columns named after statements
are the times that the programs report themselves, imports excluded; *whole process* runs from start to exit. In brackets:
how many times as long as Rapport. *Spread* is the widest of a row's ranges, from fastest to slowest, as a share of its median.
All sides of a job gave the same results (floats to 1e-9), unless a line under its table says otherwise.
"""
BUSY = "**The machine was busy with other things: its load was {load:.1f} on {cores} cores.** Trust the CPU times more.\n"


def markdown(outcomes: list, ours: str, cores: list[int], fastest: bool = False) -> str:
    middle = min if fastest else median
    parts = [HEAD.format(statistic="The fastest" if fastest else "Medians"), about(cores)]
    if (load := os.getloadavg()[1]) > len(cores) + 0.5:
        parts.append(BUSY.format(load=load, cores=len(cores)))
    grown = [outcome for outcome in outcomes if hasattr(outcome.job, "SIZES")]
    for outcome in outcomes:
        if outcome in grown:
            continue
        title = f"## {outcome.job.TITLE}\n"
        parts += [title, facts(outcome.file, outcome.rows), table(outcome, ours, middle), outcome.job.NOTES]
        parts += problems(outcome)
    if grown:
        parts += [f"## {grown[0].job.TITLE}\n", "![Seconds by rows](growth.svg)\n", growth.table(grown, ours)]
        parts.append("In brackets: seconds a million rows. " + grown[0].job.NOTES)
        parts += [line for outcome in grown for line in problems(outcome)]
    return "\n".join(parts)


def problems(outcome) -> list[str]:
    return [
        f"**{side.name}** ({outcome.file.name}): {side.problem}\n" for side in outcome.sides if side.problem
    ]


def table(outcome, ours: str, middle) -> str:
    """A row a side. The last two series are CPU time and memory, which the spread leaves out."""
    columns = outcome.job.STATEMENTS + ["whole process", "CPU", "peak memory", "spread", "rounds"]
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    measured = [side for side in outcome.sides if side.runs]
    base = next((figures(side.runs) for side in measured if side.name == ours), None)
    for side in measured:
        series = figures(side.runs)
        units = [seconds] * (len(series) - 1) + [memory(side.runs)]
        cells = [unit(middle(values)) for unit, values in zip(units, series)]
        if base and side.name != ours:
            cells = [
                f"{cell} ({middle(values) / middle(own):.2f}×)"
                for cell, values, own in zip(cells, series, base)
            ]
        spread = max((max(values) - min(values)) / median(values) for values in series[:-2])
        name = f"**{side.name}**" if side.name == ours else side.name
        lines.append(f"| {name} | {' | '.join(cells)} | {spread:.0%} | {len(side.runs)} |")
    return "\n".join(lines) + "\n"


def figures(runs: list) -> list[list[float]]:
    """A series a column: the statements, the whole process, CPU, memory."""
    statements = [list(values) for values in zip(*(run.statements for run in runs))]
    return statements + [[run.wall for run in runs], [run.cpu for run in runs], [run.peak for run in runs]]


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.3f} s"


def memory(runs: list):
    """Bytes as text; a peak no higher than what started the program may in truth be lower."""
    floor = max(run.floor for run in runs)
    return lambda value: f"{'≤ ' if value <= floor * 1.05 else ''}{value / 1e6:,.0f} MB"


def facts(file: Path, rows: int) -> str:
    """What the file is, so that somebody else can see that it is the same."""
    with open(file, "rb") as content:
        digest = hashlib.file_digest(content, "sha256")
    return f"`{file.name}`: {rows:,} rows, {file.stat().st_size / 1e6:,.1f} MB, SHA-256 `{digest.hexdigest()[:16]}…`\n"


def about(cores: list[int]) -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PEERS)
    return (
        f"{time.strftime('%Y-%m-%d')}, {processor()}, {len(cores)} cores, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, {versions}; Rapport at {commit()}.\n"
    )


def processor() -> str:
    with open("/proc/cpuinfo") as info:
        names = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
    return names[0] if names else os.uname().machine


def commit() -> str:
    git = ["git", "-C", str(ROOT)]
    head = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    edited = subprocess.run(
        [*git, "status", "--porcelain", "Sources"], capture_output=True, text=True
    ).stdout.strip()
    return (head or "an unknown commit") + (" with edits" if edited else "")
