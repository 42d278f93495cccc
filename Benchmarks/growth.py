"""How the time of each statement grows with the rows: one table and one plot."""

from math import floor, log10
from statistics import median

WIDTH, HEIGHT, LEFT, TOP, GAP = 250, 170, 46, 30, 26
COLOURS = {"Rapport": "#b5341f", "DuckDB": "#8a7a00", "Polars": "#1f6fb5", "pandas": "#555555"}


def points(outcomes: list, place: int) -> dict[str, list[tuple[int, float]]]:
    """Of each side the rows and the median seconds of a statement."""
    found: dict[str, list[tuple[int, float]]] = {}
    for outcome in outcomes:
        for side in outcome.sides:
            if side.runs:
                seconds = median(run.statements[place] for run in side.runs)
                found.setdefault(side.name, []).append((outcome.rows, seconds))
    return found


def memory(outcomes: list) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = {}
    for outcome in outcomes:
        for side in outcome.sides:
            if side.runs:
                found.setdefault(side.name, []).append((outcome.rows, median(run.peak for run in side.runs)))
    return found


def table(outcomes: list, ours: str) -> str:
    """A row a side and statement, a column a size: seconds, and seconds a million rows."""
    sizes = [outcome.rows for outcome in outcomes]
    head = " | ".join(f"{size / 1e6:g} M" for size in sizes)
    lines = [f"| | | {head} |", "|---" * (len(sizes) + 2) + "|"]
    for place, name in enumerate(outcomes[0].job.STATEMENTS):
        for side, series in points(outcomes, place).items():
            by_size = dict(series)
            cells = [
                f"{by_size[size]:.3f} s ({by_size[size] / size * 1e6:.3f})" if size in by_size else "–"
                for size in sizes
            ]
            lines.append(f"| {name} | {f'**{side}**' if side == ours else side} | {' | '.join(cells)} |")
    for side, series in memory(outcomes).items():
        by_size = dict(series)
        cells = [f"{by_size[size] / 1e6:,.0f} MB" if size in by_size else "–" for size in sizes]
        lines.append(f"| peak memory | {f'**{side}**' if side == ours else side} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def svg(outcomes: list) -> str:
    """Small plots, a statement each: rows and seconds, both by powers of ten; the grey line grows as the rows do."""
    statements = outcomes[0].job.STATEMENTS
    series = [points(outcomes, place) for place in range(len(statements))]
    values = [value for each in series for side in each.values() for _, value in side]
    if not values:
        return ""
    sizes = [outcome.rows for outcome in outcomes]
    low, high = floor(log10(min(values))), floor(log10(max(values))) + 1
    first, last = log10(min(sizes)), log10(max(sizes))
    columns = 3
    rows = (len(statements) + columns - 1) // columns
    width, height = columns * (WIDTH + GAP) + LEFT, rows * (HEIGHT + TOP + GAP) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="11">',
        "<title>Seconds by rows</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for place, name in enumerate(statements):
        x0 = LEFT + place % columns * (WIDTH + GAP)
        y0 = TOP + place // columns * (HEIGHT + TOP + GAP)

        def at(size, seconds, x0=x0, y0=y0):
            x = x0 + (log10(size) - first) / max(last - first, 1e-9) * (WIDTH - 30) + 8
            y = y0 + HEIGHT - (log10(seconds) - low) / (high - low) * HEIGHT
            return f"{x:.1f},{y:.1f}"

        parts.append(f'<text x="{x0}" y="{y0 - 8}" font-weight="bold">{name}</text>')
        for power in range(low, high + 1):
            y = y0 + HEIGHT - (power - low) / (high - low) * HEIGHT
            parts.append(f'<line x1="{x0}" x2="{x0 + WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>')
            if place % columns == 0:
                label = f"{10.0**power:g} s"
                parts.append(f'<text x="{x0 - 4}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
        for size in sizes:
            x = at(size, 10.0**low).split(",")[0]
            parts.append(
                f'<text x="{x}" y="{y0 + HEIGHT + 14}" text-anchor="middle">{size / 1e6:g} M</text>'
            )
        own = next(iter(series[place].values()), [])
        if own:
            start = own[0][1] / own[0][0]
            ends = [at(size, min(max(start * size, 10.0**low), 10.0**high)) for size in (sizes[0], sizes[-1])]
            parts.append(f'<polyline points="{" ".join(ends)}" stroke="#bbbbbb" stroke-dasharray="3 3" fill="none"/>')
        for side, each in series[place].items():
            line = " ".join(at(size, seconds) for size, seconds in each)
            colour = COLOURS.get(side, "#333333")
            parts.append(f'<polyline points="{line}" stroke="{colour}" stroke-width="2" fill="none"/>')
            for point in line.split():
                x, y = point.split(",")
                parts.append(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>')
    x = LEFT
    for side in series[0]:
        parts.append(f'<circle cx="{x + 4}" cy="{height - 10}" r="4" fill="{COLOURS.get(side, "#333333")}"/>')
        parts.append(f'<text x="{x + 12}" y="{height - 6}">{side}</text>')
        x += 90
    return "\n".join(parts) + "\n</svg>\n"
