"""Generates pipelines, each in two languages at once: ours, and DuckDB's SQL.

A pipeline is grown a stage at a time; `Growing` knows the columns and their types after every stage, so that each
line is valid, and whether `id` still tells rows apart, which what depends on the order of rows needs.
"""

from tables import TYPES

NUMBERS = ("int", "float")


class Growing:
    """A pipeline so far: the line, the SQL, and the columns with their types."""

    def __init__(self, draw, table):
        self.draw = draw
        self.line, self.sql = table, f"SELECT * FROM {table}"
        self.types = dict(TYPES)
        self.is_unique = True
        self.fresh = 0

    # What there is to draw from

    def columns(self, *types):
        return [name for name, type in self.types.items() if not types or type in types]

    def pick(self, *types):
        found = self.columns(*types)
        return self.draw.choice(found) if found else None

    def some(self, names, most):
        return self.draw.sample(names, self.draw.randint(1, min(most, len(names))))

    def new_name(self):
        self.fresh += 1
        return f"n{self.fresh}"

    def grow(self, stage, sql, types=None):
        self.line += " | " + stage
        self.sql = sql
        if types is not None:
            self.types = types

    @property
    def inner(self):
        return f"({self.sql}) AS q"

    def order(self, names):
        return ", ".join(f"{n.lstrip('-')} {'DESC' if n[0] == '-' else 'ASC'} NULLS LAST" for n in names)

    def total_order(self):
        """Keys that leave no tie, or only ties of equal rows."""
        if self.is_unique:
            first = [name for name in self.some(self.columns(), 2) if name != "id"]
            keys = first + ["id"]
        else:
            keys = self.columns()
        return [("-" if self.draw.random() < 0.4 else "") + key for key in keys]


# Expressions: (ours, SQL, type)


def literal(draw, type):
    if type == "int":
        value = draw.randrange(-5, 12)
        return (str(value), f"({value})", "int")
    if type == "float":
        value = draw.randrange(-40, 41) / 4
        return (str(value), f"({value}::DOUBLE)", "float")
    if type == "text":
        value = draw.choice(["web", "微信", "zürich", "none"])
        return (f'"{value}"', f"'{value}'", "text")
    if type == "date":
        value = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        return (value, f"DATE '{value}'", "date")
    if type == "datetime":
        value = f"2025-02-{draw.randint(1, 28):02}T{draw.randint(0, 23):02}:30"
        return (value, f"TIMESTAMP '{value}:00'", "datetime")
    return draw.choice([("true", "true", "bool"), ("false", "false", "bool")])


def column(growing, *types):
    name = growing.pick(*types)
    return (name, name, growing.types[name]) if name else None


def operand(growing, *types):
    if growing.draw.random() < 0.75:
        found = column(growing, *types)
        if found:
            return found
    return literal(growing.draw, growing.draw.choice(types))


def number(growing, depth=0):
    draw = growing.draw
    kind = draw.randrange(10) if depth < 2 else 0
    a = operand(growing, *NUMBERS)
    if kind < 3:
        return a
    if kind < 6:
        sign = draw.choice("+-*")
        left, right = number(growing, depth + 1), number(growing, depth + 1)
        type = "float" if "float" in (left[2], right[2]) else "int"
        return (f"({left[0]} {sign} {right[0]})", f"({left[1]} {sign} {right[1]})", type)
    if kind == 6:
        b = operand(growing, *NUMBERS)
        return (f"({a[0]} / {b[0]})", f"(CASE WHEN {b[1]} = 0 THEN NULL ELSE {a[1]} / {b[1]} END)", "float")
    if kind == 7:
        a, b = operand(growing, "int"), literal(draw, "int")
        return (f"({a[0]} % {b[0]})", f"(CASE WHEN {b[1]} = 0 THEN NULL ELSE (({a[1]} % {b[1]}) + {b[1]}) % {b[1]} END)", "int")
    if kind == 8:
        name = draw.choice(["abs", "floor", "ceil", "round"])
        type = a[2] if name == "abs" or a[2] == "int" else "float"
        sql = f"{name}({a[1]})" if a[2] == "float" or name == "abs" else a[1]
        return (f"{name}({a[0]})", sql, type)
    b = operand(growing, a[2])
    return (f"coalesce({a[0]}, {b[0]})", f"coalesce({a[1]}, {b[1]})", a[2])


def text(growing):
    draw = growing.draw
    a = operand(growing, "text")
    kind = draw.randrange(7)
    if kind == 0:
        return (f"upper({a[0]})", f"upper({a[1]})", "text")
    if kind == 1:
        count = draw.randint(1, 3)
        side = draw.choice(["left", "right"])
        return (f"{side}({a[0]}, {count})", f"{side}({a[1]}, {count})", "text")
    if kind == 2:
        return (f'concat({a[0]}, "-", {a[0]})', f"({a[1]} || '-' || {a[1]})", "text")
    if kind == 3:
        return (f'replace({a[0]}, "e", "3")', f"replace({a[1]}, 'e', '3')", "text")
    if kind == 4:
        condition, b = truth(growing), literal(draw, "text")
        return (f"if({condition[0]}, {a[0]}, {b[0]})", f"(CASE WHEN {condition[1]} THEN {a[1]} ELSE {b[1]} END)", "text")
    return a


def moment(growing):
    draw = growing.draw
    a = column(growing, "date", "datetime") or literal(draw, "date")
    kind = draw.randrange(4)
    if kind == 0:
        period = draw.choice(["month", "quarter", "week"])
        return (f"{period}({a[0]})", f"CAST(date_trunc('{period}', {a[1]}) AS DATE)", "date")
    if kind == 1 and a[2] == "date":
        step = draw.choice([("3mo", "3 MONTH"), ("10d", "10 DAY"), ("1y", "1 YEAR"), ("2w", "14 DAY")])
        return (f"({a[0]} + {step[0]})", f"CAST({a[1]} + INTERVAL {step[1]} AS DATE)", "date")
    if kind == 2:
        part, sql = draw.choice([("year", "year"), ("weekday", "isodow"), ("month_number", "month")])
        return (f"{part}({a[0]})", f"date_part('{sql}', {a[1]})::BIGINT", "int")
    if kind == 3 and a[2] == "date":
        b = literal(draw, "date")
        return (f"days({b[0]} - {a[0]})", f"date_diff('day', {a[1]}, {b[1]})", "int")
    return a


def truth(growing, depth=0):
    """A condition; three-valued."""
    draw = growing.draw
    kind = draw.randrange(9) if depth < 2 else draw.randrange(6)
    if kind < 3:
        type = draw.choice([growing.types[name] for name in growing.columns() if growing.types[name] != "bool"] or ["int"])
        # A whole day is not compared with a moment for equality.
        signs = ["<", "<=", ">", ">="] + (["==", "!="] if type != "datetime" else [])
        sign = draw.choice(signs)
        a, b = column(growing, type) or literal(draw, type), operand(growing, type)
        if a == b:
            b = literal(draw, type)
        if type == "text" and a[0][0] == '"':
            return ("present(id)", "id IS NOT NULL", "bool") if "id" in growing.types else ("true", "true", "bool")
        return (f"{a[0]} {sign} {b[0]}", f"{a[1]} {'=' if sign == '==' else sign} {b[1]}", "bool")
    if kind == 3:
        name = growing.pick()
        word, sql = draw.choice([("missing", "IS NULL"), ("present", "IS NOT NULL")])
        return (f"{word}({name})", f"({name} {sql})", "bool")
    if kind == 4 and growing.pick("text"):
        name, word = growing.pick("text"), draw.choice(["contains", "starts_with", "ends_with"])
        part = draw.choice(["e", "微", "b", "w"])
        return (f'{word}({name}, "{part}")', f"{word}({name}, '{part}')", "bool")
    if kind == 5 and growing.pick("int"):
        name, listed = growing.pick("int"), [draw.randrange(6) for _ in range(3)]
        inside = ", ".join(map(str, listed))
        return (f"{name} in [{inside}]", f"{name} IN ({inside})", "bool")
    if kind == 6:
        a = truth(growing, depth + 1)
        return (f"not ({a[0]})", f"(NOT ({a[1]}))", "bool")
    a, b = truth(growing, depth + 1), truth(growing, depth + 1)
    word = draw.choice(["and", "or"])
    return (f"(({a[0]}) {word} ({b[0]}))", f"(({a[1]}) {word} ({b[1]}))", "bool")


def expression(growing):
    return growing.draw.choice([number, number, text, moment, truth])(growing)
