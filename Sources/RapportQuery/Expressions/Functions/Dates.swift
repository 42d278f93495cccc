import RapportDiagnostics
import RapportTable

extension Function {
    static let dates: [Function] =
        [
            grain(
                .month, "The month, as the date of its first day.",
                .init("month(2026-10-17)", gives: "2026-10-01")),
            grain(
                .quarter, "The quarter, as the date of its first day.",
                .init("quarter(2026-12-17)", gives: "2026-10-01")),
            grain(
                .week, "The week, as the date of its Monday.", .init("week(2026-10-17)", gives: "2026-10-12")),
            grain(
                .day, "The day of a datetime, as a date.",
                .init("day(2026-10-17T09:30)", gives: "2026-10-17")),
            part("year", .year, "The year, as a number.", .init("year(2026-10-17)", gives: "2026")),
            part(
                "month_number", .monthNumber, "The month in its year: 1 to 12.",
                .init("month_number(2026-10-17)", gives: "10")),
            part(
                "weekday", .weekday, "The day in its week: Monday 1 to Sunday 7.",
                .init("weekday(2026-10-17)", gives: "6")),
            hour, bound("start_of", "first"), bound("end_of", "last"),
            Function(
                "date", "date(ts)", "The day of a datetime, without its time.", takes: 1...1,
                examples: [.init("date(2026-10-17T09:30)", gives: "2026-10-17")],
                rule: { site throws(Diagnostic) in site.result(.date, [try site.time(0)]) },
                kernel: { call throws(Diagnostic) in
                    try cast(call.column(0), to: .date, work: call.work).column
                }),
            Function(
                "datetime", "datetime(day)", "Midnight of a day.", takes: 1...1,
                examples: [.init("datetime(2026-10-17)", gives: "2026-10-17T00:00")],
                rule: { site throws(Diagnostic) in
                    let time = try site.time(0)
                    let type: ColumnType = time.type.type == .date ? .datetime(zone: nil) : time.type.type
                    return site.result(ValueType(type), [time])
                },
                kernel: { call throws(Diagnostic) in
                    try cast(call.column(0), to: call.type.type, work: call.work).column
                }),
            whole("days", 86_400_000_000, .init("days(2026-10-17 - 2026-10-01)", gives: "16")),
            whole("hours", 3_600_000_000, .init("hours(90min)", gives: "1")),
            whole("minutes", 60_000_000, .init("minutes(90s)", gives: "1")),
            ago,
        ]

    private static func grain(
        _ grain: Grain, _ summary: String, _ example: FunctionExample
    ) -> Function {
        Function(
            grain.rawValue, "\(grain.rawValue)(ts)", summary, takes: 1...1, examples: [example],
            rule: { site throws(Diagnostic) in
                site.result(ValueType(.date, grain: grain), [try site.time(0)])
            },
            kernel: { call throws(Diagnostic) in try startOf(grain, of: call.column(0), work: call.work) })
    }

    private static func part(
        _ name: String, _ part: DatePart, _ summary: String, _ example: FunctionExample
    ) -> Function {
        Function(
            name, "\(name)(ts)", summary, takes: 1...1, examples: [example],
            rule: { site throws(Diagnostic) in site.result(.int, [try site.time(0)]) },
            kernel: { call throws(Diagnostic) in try datePart(part, of: call.column(0), work: call.work) })
    }

    private static let hour = Function(
        "hour", "hour(ts)", "The hour of the day: 0 to 23.", takes: 1...1,
        examples: [.init("hour(2026-10-17T09:30)", gives: "9")],
        rule: { site throws(Diagnostic) in
            let time = try site.argument(0, "a datetime") { type in
                if case .datetime = type { true } else { false }
            }
            return site.result(.int, [time])
        },
        kernel: { call throws(Diagnostic) in try datePart(.hour, of: call.column(0), work: call.work) })

    private static let grains: [Grain] = [.day, .week, .month, .quarter, .year]

    private static func bound(_ name: String, _ which: String) -> Function {
        Function(
            name, "\(name)(ts, \"month\")",
            "The \(which) day of the period: of a \(alternatives(grains.map(\.rawValue))).", takes: 2...2,
            examples: [
                name == "start_of"
                    ? .init("start_of(2026-10-17, \"year\")", gives: "2026-01-01")
                    : .init("end_of(2026-02-17, \"month\")", gives: "2026-02-28")
            ],
            rule: { site throws(Diagnostic) in
                let time = try site.time(0)
                guard let word = site.arguments[1].textLiteral, let grain = Grain(rawValue: word),
                    let period = site.arguments[1].typed
                else {
                    let words = grains.map { "\"\($0.rawValue)\"" }
                    throw Diagnostic(
                        "function.constant",
                        "`\(name)` takes a period in quotes, found \(site.arguments[1].phrase)",
                        at: site.arguments[1].span, help: ["one of \(words.joined(separator: ", "))"])
                }
                let kept = name == "start_of" ? grain : nil
                return site.result(ValueType(.date, grain: kept), [time, period])
            },
            kernel: { call throws(Diagnostic) in
                guard case .text(let word)? = call.scalar(1), let grain = Grain(rawValue: word) else {
                    throw .internalError("no period for `\(name)`")
                }
                return name == "start_of"
                    ? try startOf(grain, of: call.column(0), work: call.work)
                    : try endOf(grain, of: call.column(0), work: call.work)
            })
    }

    private static func whole(_ name: String, _ unit: Int64, _ example: FunctionExample) -> Function {
        Function(
            name, "\(name)(duration)", "Whole \(name) of a duration, towards zero.", takes: 1...1,
            examples: [example],
            rule: { site throws(Diagnostic) in site.result(.int, [try site.duration(0)]) },
            kernel: { call throws(Diagnostic) in
                try NumberKernels.ints(call.column(0), giving: .int, work: call.work) { $0 / unit }
            })
    }

    /// Becomes `$as_of - 90d` in the bound tree.
    private static let ago = Function(
        "ago", "ago(90d)", "The moment so long before `$as_of`.", takes: 1...1,
        examples: [.init("ago(90d) == $as_of - 90d", gives: "true")],
        rule: { site throws(Diagnostic) in
            guard let period = site.arguments[0].period else {
                throw Diagnostic(
                    "type.argument", "`ago` takes a duration, found \(site.arguments[0].phrase)",
                    at: site.arguments[0].span, help: ["`ago(90d)`"])
            }
            let type = ValueType(.datetime(zone: nil))
            let arguments = [
                BoundExpression(.late(.asOf), type, at: site.span),
                BoundExpression(.period(period), .duration, at: site.arguments[0].span),
            ]
            return Draft(BoundExpression(.call("-", arguments), type, at: site.span), site.syntax)
        },
        kernel: { _ throws(Diagnostic) in throw .internalError("`ago` was not bound") })
}
