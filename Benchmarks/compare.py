"""Whether two sides gave the same answer."""

TOLERANCE = 1e-9


def difference(expected: list[list[list[str]]], found: list[list[list[str]]]) -> str | None:
    """The first place where `found` differs, if any; the order of rows says nothing."""
    for place, (left, right) in enumerate(zip(expected, found, strict=True), start=1):
        if len(left) != len(right):
            return f"table {place}: {len(right)} rows, expected {len(left)}"
        for a, b in zip(ordered(left), ordered(right)):
            for column, (x, y) in enumerate(zip(a, b), start=1):
                if not same(x, y):
                    return f"table {place}, column {column}: {y}, expected {x}"
    return None


def ordered(rows: list[list[str]]) -> list[list[str]]:
    """By the texts first: two sums may differ in the last digit and must not decide."""
    return sorted(rows, key=lambda row: [cell for cell in row if number(cell) is None])


def same(x: str, y: str) -> bool:
    a, b = number(x), number(y)
    if a is None or b is None:
        return moment(x) == moment(y)
    return a == b or abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def moment(cell: str) -> str:
    """A time however it is written: `2026-10-31T08:00:00.000000` and `2026-10-31 08:00:00` are one."""
    if len(cell) >= 19 and cell[4:5] == "-" and cell[10:11] in "T ":
        return cell[:10] + " " + cell[11:].removesuffix("Z").removesuffix(".000000").removesuffix(".000")
    return cell
