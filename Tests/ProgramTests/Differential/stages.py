"""The stages that a pipeline grows by, each in both languages."""

from pipelines import NUMBERS, expression, literal, truth
from tables import LOOKUP_TYPES, TYPES


def where(growing):
    ours, sql, _ = truth(growing)
    growing.grow(f"where {ours}", f"SELECT * FROM {growing.inner} WHERE {sql}")


def derive(growing):
    name = growing.new_name()
    ours, sql, type = expression(growing)
    growing.grow(
        f"derive {name} = {ours}", f"SELECT *, {sql} AS {name} FROM {growing.inner}", {**growing.types, name: type})


def select(growing):
    names = growing.some(growing.columns(), len(growing.types))
    if growing.is_unique and "id" not in names and growing.draw.random() < 0.8:
        names.append("id")
    growing.is_unique = growing.is_unique and "id" in names
    listed = ", ".join(names)
    growing.grow(f"select {listed}", f"SELECT {listed} FROM {growing.inner}", {n: growing.types[n] for n in names})


def rename(growing):
    old = growing.draw.choice([name for name in growing.columns() if name != "id"] or [None])
    if not old:
        return
    new = growing.new_name()
    names = ", ".join(f"{name} AS {new}" if name == old else name for name in growing.types)
    types = {new if name == old else name: type for name, type in growing.types.items()}
    growing.grow(f"rename {new}={old}", f"SELECT {names} FROM {growing.inner}", types)


def take(growing):
    keys, count = growing.total_order(), growing.draw.choice([0, 1, 5, 40])
    growing.grow(
        f"sort {', '.join(keys)} | take {count}",
        f"SELECT * FROM {growing.inner} ORDER BY {growing.order(keys)} LIMIT {count}")


def distinct(growing):
    if growing.draw.random() < 0.4 or not growing.is_unique:
        growing.grow("distinct", f"SELECT DISTINCT * FROM {growing.inner}")
        return
    name, keys = growing.pick(), growing.total_order()
    last = growing.draw.random() < 0.5
    turned = [key[1:] if key[0] == "-" else "-" + key for key in keys]
    # The last of an order whose missing values stand last is the first of the turned order, missing values first.
    order = growing.order(keys) if not last else growing.order(turned).replace("NULLS LAST", "NULLS FIRST")
    names = ", ".join(growing.types)
    growing.grow(
        f"distinct {name} keep={'last' if last else 'first'} sort {', '.join(keys)}",
        f"SELECT {names} FROM (SELECT *, row_number() OVER (PARTITION BY {name} ORDER BY {order}) AS place_ "
        f"FROM {growing.inner}) WHERE place_ = 1")


def fill(growing):
    name = growing.draw.choice([n for n in growing.columns("int", "float", "text") if n != "id"] or [None])
    if not name:
        return
    ours, sql, _ = literal(growing.draw, growing.types[name])
    names = ", ".join(f"coalesce({n}, {sql}) AS {n}" if n == name else n for n in growing.types)
    growing.grow(f"fill {name}={ours}", f"SELECT {names} FROM {growing.inner}")


def aggregate(growing, keys_sort):
    """One aggregate: (ours, SQL, type)."""
    draw = growing.draw
    number, any_column = growing.pick(*NUMBERS), growing.pick()
    choices = [("count()", "count(*)", "int"), (f"count({any_column})", f"count({any_column})", "int"),
               (f"count_distinct({any_column})", f"count(DISTINCT {any_column})", "int")]
    if number:
        type = growing.types[number]
        summed = "coalesce(sum({0}), 0)" + ("::BIGINT" if type == "int" else "")
        choices += [
            (f"sum({number})", summed.format(number), type), (f"mean({number})", f"avg({number})", "float"),
            (f"median({number})", f"median({number})", "float"),
            (f"quantile({number}, 0.25)", f"quantile_cont({number}, 0.25)", "float"),
            (f"var({number})", f"var_samp({number})", "float"), (f"std({number})", f"stddev_samp({number})", "float"),
            (f"sum({number} > 0)", f"coalesce(sum(CASE WHEN {number} > 0 THEN 1 WHEN {number} <= 0 THEN 0 END), 0)::BIGINT", "int"),
        ]
    ordered = growing.pick("int", "float", "date", "datetime", "text")
    if ordered:
        type = growing.types[ordered]
        choices += [(f"min({ordered})", f"min({ordered})", type), (f"max({ordered})", f"max({ordered})", type)]
        if keys_sort:
            for word in ("first", "last"):
                sql = f"{word}({ordered} ORDER BY {growing.order(keys_sort)}) FILTER ({ordered} IS NOT NULL)"
                choices.append((f"{word}({ordered})", sql, type))
    truths = growing.pick("bool")
    if truths:
        choices += [(f"any({truths})", f"coalesce(bool_or({truths}), false)", "bool"),
                    (f"all({truths})", f"coalesce(bool_and({truths}), true)", "bool")]
    return draw.choice(choices)


def summarize(growing):
    draw = growing.draw
    keys = growing.some(growing.columns(), 2) if draw.random() < 0.85 else []
    keys = [key for key in keys if key != "id"]
    made = [(key, key, growing.types[key], key) for key in keys]
    dates = growing.pick("date", "datetime")
    if dates and draw.random() < 0.3:
        name = growing.new_name()
        made.append((f"{name}=month({dates})", f"CAST(date_trunc('month', {dates}) AS DATE)", "date", name))
    keys_sort = growing.total_order() if growing.is_unique and draw.random() < 0.5 else None
    results = []
    for _ in range(draw.randint(1, 4)):
        results.append((growing.new_name(),) + aggregate(growing, keys_sort))
    ours = "summarize " + ", ".join(f"{name}={line}" for name, line, _, _ in results)
    if made:
        ours += " by " + ", ".join(key[0] for key in made)
    if keys_sort:
        ours = f"sort {', '.join(keys_sort)} | " + ours
    listed = ", ".join([f"{key[1]} AS {key[3]}" for key in made] + [f"{sql} AS {name}" for name, _, sql, _ in results])
    group = " GROUP BY " + ", ".join(key[1] for key in made) if made else ""
    growing.is_unique = False
    growing.grow(
        ours, f"SELECT {listed} FROM {growing.inner}{group}",
        {**{key[3]: key[2] for key in made}, **{name: type for name, _, _, type in results}})


def join(growing):
    if growing.types.get("k") != "text" or "name" in growing.types or "w" in growing.types:
        return
    kind = growing.draw.choice(["left", "inner", "full", "matched", "unmatched"])
    sides = {"left": "LEFT JOIN", "inner": "JOIN", "full": "FULL JOIN", "matched": "SEMI JOIN", "unmatched": "ANTI JOIN"}
    names = [name for name in growing.types if name != "k"]
    if kind in ("matched", "unmatched"):
        listed, types = "q.*", growing.types
    else:
        key = "coalesce(q.k, l.k) AS k" if kind == "full" else "q.k AS k"
        listed = ", ".join([key] + [f"q.{name}" for name in names] + ["l.name", "l.w"])
        types = {"k": "text", **{n: growing.types[n] for n in names}, "name": LOOKUP_TYPES["name"], "w": LOOKUP_TYPES["w"]}
    if kind == "full":
        growing.is_unique = False
    growing.grow(
        f"join lookup on k kind={kind}", f"SELECT {listed} FROM {growing.inner} {sides[kind]} lookup l ON q.k = l.k", types)


def union(growing):
    if growing.types != TYPES:
        return
    names = ", ".join(growing.types)
    growing.is_unique = False
    growing.grow("union other", f"SELECT {names} FROM {growing.inner} UNION ALL SELECT {names} FROM other")


def window(growing):
    if not growing.is_unique:
        return
    draw = growing.draw
    by = [name for name in growing.some(growing.columns("int", "text", "bool", "date"), 1) if name != "id"]
    keys = growing.total_order()
    order = growing.order(keys)
    part = f"PARTITION BY {', '.join(by)} " if by else ""
    over = f"OVER ({part}ORDER BY {order})"
    value, number = growing.pick("int", "float", "text", "date"), growing.pick("int", "float")
    choices = [("row_number()", f"row_number() {over}", "int"), ("cum_count()", f"count(*) {over}", "int")]
    if value:
        type = growing.types[value]
        choices += [(f"lag({value})", f"lag({value}) {over}", type), (f"lead({value}, 2)", f"lead({value}, 2) {over}", type)]
    if number:
        type, width = growing.types[number], draw.randint(2, 4)
        cast = "::BIGINT" if type == "int" else ""
        frame = f"OVER ({part}ORDER BY {order} ROWS BETWEEN {width - 1} PRECEDING AND CURRENT ROW)"
        whole = f"OVER ({part})"
        choices += [
            (f"cum_sum({number})", f"coalesce(sum({number}) {over}, 0){cast}", type),
            (f"mean({number}) over last {width}", f"avg({number}) {frame}", "float"),
            (f"sum({number}) over last {width}", f"coalesce(sum({number}) {frame}, 0){cast}", type),
            (f"max({number}) over last {width}", f"max({number}) {frame}", type),
            (f"sum({number})", f"coalesce(sum({number}) {whole}, 0){cast}", type),
            (f"mean({number})", f"avg({number}) {whole}", "float"), (f"count({number})", f"count({number}) {whole}", "int"),
        ]
    name = growing.new_name()
    ours, sql, type = draw.choice(choices)
    head = "window" + (f" by {', '.join(by)}" if by else "") + f" sort {', '.join(keys)}"
    growing.grow(f"{head}: {name}={ours}", f"SELECT *, {sql} AS {name} FROM {growing.inner}", {**growing.types, name: type})


def rank(growing):
    key = growing.pick("int", "float", "date", "datetime", "text")
    by = growing.pick("int", "text", "bool")
    if not key or not by or key == by:
        return
    name, word = growing.new_name(), growing.draw.choice(["rank", "dense_rank"])
    sql = f"{word}() OVER (PARTITION BY {by} ORDER BY {key} ASC NULLS LAST)"
    growing.grow(
        f"window by {by} sort {key}: {name}={word}()", f"SELECT *, {sql} AS {name} FROM {growing.inner}",
        {**growing.types, name: "int"})


def unpivot(growing):
    for type in growing.draw.sample(NUMBERS, 2):
        found = [name for name in growing.columns(type) if name != "id"]
        if len(found) < 2 or "label" in growing.types or "value" in growing.types:
            continue
        chosen = growing.draw.sample(found, 2)
        kept = [name for name in growing.types if name not in chosen]
        if not kept:
            continue
        parts = [
            f"SELECT {', '.join(kept)}, '{name}' AS label, {name} AS value FROM {growing.inner}" for name in chosen]
        growing.is_unique = False
        growing.grow(
            f"unpivot {', '.join(chosen)} to label, value", " UNION ALL ".join(parts),
            {**{name: growing.types[name] for name in kept}, "label": "text", "value": type})
        return


def pivot(growing):
    row, over, number = growing.pick("bool", "date", "int"), growing.pick("text"), growing.pick("int", "float")
    if not row or not over or not number or number == row or "a1" in growing.types:
        return
    keys = [("web", "web"), ("shop", "shop")]
    word, type = growing.draw.choice([("max", growing.types[number]), ("mean", "float")])
    sql = {"max": "max", "mean": "avg"}[word]
    parts = [f"{sql}({number}) FILTER ({over} = '{value}') AS \"{name}\"" for value, name in keys]
    growing.is_unique = False
    growing.grow(
        f'where {over} in ["web", "shop"] | pivot rows={row} columns={over} values={word}({number}) keys=["web", "shop"]',
        f"SELECT {row}, {', '.join(parts)} FROM {growing.inner} WHERE {over} IN ('web', 'shop') GROUP BY {row}",
        {row: growing.types[row], **{name: type for _, name in keys}})


STAGES = [where, where, where, derive, derive, derive, derive, select, rename, take, distinct, fill, summarize,
          summarize, join, join, union, window, window, window, rank, unpivot, pivot]
