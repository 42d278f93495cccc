import RapportDiagnostics
import RapportLanguage

/// Functions of other tools, by the name that is typed out of habit, and what they are called here.
enum FunctionHabit {
    /// Another name, the same arguments.
    case named(String)
    /// Another form of the whole call.
    case form(String)
    /// No direct counterpart: what to write.
    case advice(String)

    static func of(_ name: String) -> FunctionHabit? { table[name.lowercased()] }

    private static let table: [String: FunctionHabit] = [
        // SQL, dplyr, KQL, pandas, Excel
        "avg": .named("mean"), "average": .named("mean"), "n": .form("count()"), "size": .form("count()"),
        "nrow": .form("count()"), "dcount": .named("count_distinct"), "nunique": .named("count_distinct"),
        "n_distinct": .named("count_distinct"), "countd": .named("count_distinct"),
        "countif": .named("sum"), "count_if": .named("sum"), "stdev": .named("std"), "stddev": .named("std"),
        "sd": .named("std"), "variance": .named("var"), "percentile": .named("quantile"),
        "percentile_cont": .named("quantile"), "sumif": .advice("`sum(if(condition, x, 0))`"),
        "sum_if": .advice("`sum(if(condition, x, 0))`"),
        "avgif": .advice("`mean(if(condition, x, missing))`"),
        // rows around
        "shift": .named("lag"), "previous": .named("lag"), "prev": .named("lag"), "next": .named("lead"),
        "cumsum": .named("cum_sum"), "row_cumsum": .named("cum_sum"),
        "cumcount": .named("cum_count"), "rownumber": .named("row_number"), "rownum": .named("row_number"),
        "denserank": .named("dense_rank"), "min_rank": .named("rank"), "row_rank": .named("rank"),
        "row_rank_dense": .named("dense_rank"), "diff": .advice("`x - lag(x)`"),
        "pct_change": .advice("`x / lag(x) - 1`"), "first_value": .named("first"),
        "last_value": .named("last"), "rolling_mean": .advice("`mean(x) over last 3`"),
        "rolling_sum": .advice("`sum(x) over last 3`"), "rolling": .advice("`mean(x) over last 3`"),
        // choice and missing
        "iif": .named("if"), "iff": .named("if"), "ifelse": .named("if"), "if_else": .named("if"),
        "case_when": .named("case"), "ifs": .named("case"), "isnull": .named("missing"),
        "is_null": .named("missing"), "isna": .named("missing"), "is_na": .named("missing"),
        "is.na": .named("missing"), "isempty": .named("missing"), "isblank": .named("missing"),
        "notnull": .named("present"), "isnotnull": .named("present"), "notna": .named("present"),
        "isnotempty": .named("present"), "ifnull": .named("coalesce"), "nvl": .named("coalesce"),
        "fillna": .named("coalesce"), "fill_null": .named("coalesce"), "zn": .advice("`coalesce(x, 0)`"),
        "nullif": .advice("`if(a == b, missing, a)`"),
        // text
        "substr": .advice("`left(text, n)`, `right(text, n)`"),
        "substring": .advice("`left(text, n)`, `right(text, n)`"),
        "mid": .advice("`left(text, n)`, `right(text, n)`"),
        "len": .named("length"), "strlen": .named("length"), "nchar": .named("length"),
        "char_length": .named("length"), "toupper": .named("upper"), "tolower": .named("lower"),
        "ucase": .named("upper"), "lcase": .named("lower"), "strcat": .named("concat"),
        "paste": .named("concat"), "paste0": .named("concat"), "concatenate": .named("concat"),
        "startswith": .named("starts_with"), "endswith": .named("ends_with"),
        "str_contains": .named("contains"), "str_detect": .named("contains"), "has": .named("contains"),
        "includes": .named("contains"), "strip": .named("trim"), "str_trim": .named("trim"),
        "gsub": .advice("`replace(text, old, new)`"), "str_replace": .named("replace"),
        "str_replace_all": .named("replace"), "substitute": .named("replace"),
        "regexp_replace": .advice(
            "`replace(text, old, new)` takes text as it is, `extract(text, pattern)` a part"),
        "regexp_matches": .named("matches"), "regexp_like": .named("matches"), "regexp": .named("matches"),
        "rlike": .named("matches"), "grepl": .named("matches"), "match": .named("matches"),
        "regexp_extract": .named("extract"), "str_extract": .named("extract"),
        "regexp_substr": .named("extract"), "regex_extract": .named("extract"),
        "ilike": .advice("`contains(lower(text), \"…\")`"),
        "casefold": .advice("`same(a, b)`, or `lower(text)`"),
        // lists
        "str_split": .named("split"), "strsplit": .named("split"), "string_split": .named("split"),
        "split_part": .advice("`split(text, \",\")`, and `explode` for a row each"),
        "string_to_array": .named("split"), "array_agg": .named("list"), "collect_list": .named("list"),
        "make_list": .named("list"), "list_agg": .named("list"), "array_length": .named("length"),
        "cardinality": .named("length"), "list_len": .named("length"), "array_contains": .named("contains"),
        "list_contains": .named("contains"), "array_to_string": .named("join_text"),
        "array_join": .named("join_text"), "string_agg": .advice("`join_text(list(x), \", \")`"),
        "group_concat": .advice("`join_text(list(x), \", \")`"),
        "listagg": .advice("`join_text(list(x), \", \")`"),
        // numbers
        "ceiling": .named("ceil"), "ln": .named("log"), "log10": .advice("`log(x, 10)`"),
        "log2": .advice("`log(x, 2)`"), "power": .named("pow"), "least": .named("min_of"),
        "greatest": .named("max_of"), "pmin": .named("min_of"), "pmax": .named("max_of"),
        "clamp": .named("clip"), "mod": .advice("`a % b`"), "int": .advice("`cast x=int`, or `floor(x)`"),
        "float": .advice("`number(text)`, or `cast x=float`"), "tonumber": .named("number"),
        "todouble": .named("number"), "toint": .advice("`cast x=int`"), "as_numeric": .named("number"),
        "tostring": .advice("`cast x=text`"), "str": .advice("`cast x=text`"),
        "text": .advice("`cast x=text`"), "cast": .advice("the stage `cast x=int`"),
        // dates
        "bin": .advice(periods), "date_trunc": .advice(periods), "datetrunc": .advice(periods),
        "floor_date": .advice(periods), "trunc_date": .advice(periods), "startofmonth": .named("month"),
        "startofweek": .named("week"), "startofday": .named("day"),
        "startofyear": .advice("`start_of(ts, \"year\")`"),
        "now": .form("$as_of"), "today": .form("$as_of"), "getdate": .form("$as_of"),
        "sysdate": .form("$as_of"),
        "current_date": .form("$as_of"), "current_timestamp": .form("$as_of"), "sys_date": .form("$as_of"),
        "datediff": .advice("`days(later - earlier)`"), "date_diff": .advice("`days(later - earlier)`"),
        "difftime": .advice("`days(later - earlier)`"), "dateadd": .advice("`ts + 3mo`"),
        "date_add": .advice("`ts + 3mo`"), "date_sub": .advice("`ts - 3mo`"),
        "interval": .advice("`90d`, `3mo`"),
        "to_date": .advice("`parse_date(text, \"%d.%m.%Y\")`, or `cast x=date`"),
        "todate": .advice("`parse_date(text, \"%d.%m.%Y\")`, or `cast x=date`"),
        "todatetime": .advice("`parse_date(text, \"%Y-%m-%d %H:%M\")`, or `cast x=datetime`"),
        "to_datetime": .advice("`parse_date(text, \"%Y-%m-%d %H:%M\")`, or `cast x=datetime`"),
        "strptime": .named("parse_date"), "str_to_date": .named("parse_date"), "dmy": .named("parse_date"),
        "to_timestamp": .advice("`from_epoch(number, \"s\")`, `parse_date(text, \"%Y-%m-%d %H:%M\")`"),
        "from_unixtime": .advice("`from_epoch(number, \"s\")`"),
        "epoch_ms": .advice("`from_epoch(number, \"ms\")`"),
        "strftime": .named("format"), "to_char": .named("format"), "date_format": .named("format"),
        "format_number": .named("format"), "datename": .named("format"), "dayofweek": .named("weekday"),
        "wday": .named("weekday"), "day_of_week": .named("weekday"), "monthofyear": .named("month_number"),
        "getmonth": .named("month_number"), "yday": .advice("`days(ts - start_of(ts, \"year\"))`"),
    ]

    private static let periods = "`day(ts)`, `month(ts)`, `start_of(ts, \"week\")`"
}

extension Binder {
    func unknownFunction(_ call: Call, _ syntax: Expression) -> Diagnostic {
        let name = call.name
        let help: Diagnostic.Help =
            switch FunctionHabit.of(name.text) {
            case .named(let ours)?: .init("`\(ours)`", edit: .init(name.span, ours))
            case .form(let ours)?: .init("`\(ours)`", edit: .init(syntax.span, ours))
            case .advice(let text)?: .init(text)
            case nil:
                if let near = name.text.nearest(in: Function.callable) {
                    .init("`\(near)`", edit: .init(name.span, near))
                } else {
                    .init("`functions` lists them")
                }
            }
        return Diagnostic(
            "function.unknown", "no function named `\(name.text)`", at: name.span, help: [help])
    }
}
