import RapportDiagnostics
import RapportTable

extension Function {
    /// Times from text and numbers, and text from both.
    static let writing: [Function] = [parseDate, fromEpoch, format]

    private static let parseDate = Function(
        "parse_date", "parse_date(text, \"%d.%m.%Y\", …)",
        "The date that a text says, in the first of the formats that fits; without one, a date that is written out or "
            + "in ISO 8601. `time=true` reads the time of day too, `on_error=missing` counts what is no date.",
        takes: 1...9, options: ["missing", "on_error", "time"],
        examples: [
            .init("parse_date(\"31.01.2025\", \"%d.%m.%Y\")", gives: "2025-01-31"),
            .init("parse_date(\"2025年1月31日\")", gives: "2025-01-31"),
            .init("parse_date(\"Jan 31, 2025 3:04 PM\", time=true)", gives: "2025-01-31T15:04"),
            .init("parse_date(\"01/31/2025 15:04\", \"%m/%d/%Y %H:%M\")", gives: "2025-01-31T15:04"),
            .init("parse_date(\"soon\", on_error=missing)", gives: "missing"),
        ],
        rule: { site throws(Diagnostic) in
            var arguments = [try site.text(0)]
            var hasClock = false
            var offsets: Set<Bool> = []
            for place in site.arguments.indices.dropFirst() {
                let (bound, text) = try site.constantText(place, "a format")
                let format = try site.timeFormat(place, text)
                if let flaw = format.readingFlaw {
                    throw Diagnostic(
                        "function.format", "the format does not say a date: \(flaw)",
                        at: site.arguments[place].span, help: ["`%Y-%m-%d`, `%d.%m.%Y %H:%M`"])
                }
                hasClock = hasClock || format.hasClock
                offsets.insert(format.hasOffset)
                arguments.append(bound)
            }
            if offsets.count > 1 {
                throw Diagnostic(
                    "function.format", "one format reads an offset and another none", at: site.span,
                    help: ["two columns, then `coalesce(a, b)`"])
            }
            arguments += try site.missingWords()
            arguments += try site.onError()
            if let time = site.options["time"] {
                guard case .bool(let wanted)? = time.literal, let bound = time.typed else {
                    throw Diagnostic(
                        "type.argument", "`time` takes `true` or `false`, found \(time.phrase)",
                        at: time.span,
                        help: ["`time=true`"])
                }
                guard site.arguments.count == 1 else {
                    throw Diagnostic(
                        "function.format", "the format says whether there is a time of day", at: time.span,
                        help: ["`%H:%M` in the format reads it"])
                }
                hasClock = wanted
                arguments.append(BoundExpression(.option("time", bound), .bool, at: time.span))
            }
            let zone: String? = offsets.contains(true) ? "UTC" : nil
            return site.result(ValueType(hasClock ? .datetime(zone: zone) : .date), arguments)
        },
        kernel: { call throws(Diagnostic) in
            var formats: [TimeFormat] = []
            for place in call.operands.indices.dropFirst() {
                guard let text = call.text(place), let format = try? TimeFormat(text) else {
                    throw Diagnostic("function.format", "the format does not read")
                }
                formats.append(format)
            }
            let words = try call.withoutMissingWords(0)
            let parsed = try TimeKernels.parsed(words, formats, as: call.type.type, work: call.work)
            guard let row = parsed.firstMisfit else { return parsed.column }
            if call.options["on_error"] != nil {
                call.counts += EvaluationCounts(unread: parsed.misfits)
                return parsed.column
            }
            if parsed.firstClock == row {
                throw Diagnostic(
                    "value.date", "the text in row \(row + 1) has a time of day", subject: .row(row + 1),
                    help: [
                        formats.isEmpty
                            ? "`parse_date(x, time=true)` reads it too, `date(…)` of that gives the day"
                            : "`%H:%M` in the format reads it"
                    ])
            }
            let misfits = parsed.misfits == 1 ? "1 text does" : "\(grouped(parsed.misfits)) texts do"
            throw Diagnostic(
                "value.date", "the text in row \(row + 1) is no date of the expected form",
                subject: .row(row + 1),
                help: [
                    .init(
                        "`parse_date(x, \"%d.%m.%Y\")` names the form, `on_error=missing` lets go; \(misfits) not fit"
                    )
                ])
        })

    private static let fromEpoch = Function(
        "from_epoch", "from_epoch(number, \"s\")",
        "The moment so many seconds (`\"s\"`, `\"ms\"`, `\"us\"`, `\"d\"`) after 1970-01-01T00:00Z.",
        takes: 1...2,
        examples: [
            .init("from_epoch(1738287000, \"s\")", gives: "2025-01-31T01:30Z"),
            .init("from_epoch(1738287000123, \"ms\")", gives: "2025-01-31T01:30:00.123Z"),
        ],
        rule: { site throws(Diagnostic) in
            let number = try site.number(0)
            guard site.arguments.count == 2 else {
                throw Diagnostic(
                    "function.arguments", "`from_epoch` takes 2 values, found 1: the unit is not guessed",
                    at: site.span,
                    help: [
                        "ten digits are seconds, thirteen `\"ms\"`, sixteen `\"us\"`: `from_epoch(x, \"s\")`"
                    ])
            }
            let (unit, word) = try site.constantText(1, "a unit")
            guard TimeKernels.microseconds(of: word) != nil else {
                throw Diagnostic(
                    "function.constant", "`from_epoch` has no unit `\(word)`", at: site.arguments[1].span,
                    help: ["one of \"s\", \"ms\", \"us\", \"d\""])
            }
            return site.result(ValueType(.datetime(zone: "UTC")), [number, unit])
        },
        kernel: { call throws(Diagnostic) in
            guard let word = call.text(1), let unit = TimeKernels.microseconds(of: word) else {
                throw Diagnostic(
                    "function.constant", "`from_epoch` needs a unit", help: ["\"s\", \"ms\", \"us\", \"d\""])
            }
            return try TimeKernels.fromEpoch(call.column(0), unit: unit, work: call.work)
        })

    private static let format = Function(
        "format", "format(x, \"%Y-%m-%d\")",
        "A time as text, in the forms of `parse_date`; a number as in `#,##0.00`, `0.0%`, `¥#,##0`.",
        takes: 2...2,
        examples: [
            .init("format(2025-01-31, \"%d %b %Y\")", gives: "\"31 Jan 2025\""),
            .init("format(2025-01-31T15:04, \"%-m/%-d %I:%M %p\")", gives: "\"1/31 03:04 PM\""),
            .init("format(1234567.891, \"#,##0.00\")", gives: "\"1,234,567.89\""),
            .init("format(0.256, \"0.0%\")", gives: "\"25.6%\""),
            .init("format(7, \"000\")", gives: "\"007\""),
        ],
        rule: { site throws(Diagnostic) in
            let value = try site.argument(0, "a number, a date or a datetime") { $0.isNumber || $0.isTime }
            let (bound, text) = try site.constantText(1, "a format")
            if value.type.type.isNumber {
                do throws(NumberFormat.Flaw) {
                    _ = try NumberFormat(text)
                } catch {
                    throw Diagnostic(
                        "function.format", "the format of numbers does not read: \(error.message)",
                        at: site.span(of: 1, at: error.offset, in: text),
                        help: ["`#,##0.00`, `0.0%`, `¥#,##0`, `000`"])
                }
            } else {
                let format = try site.timeFormat(1, text)
                if value.type.type == .date, format.hasClock || format.hasOffset {
                    throw Diagnostic(
                        "function.format", "`\(site.arguments[0].text)` is a date, the format shows a clock",
                        at: site.arguments[1].span,
                        help: ["`%Y-%m-%d`; `datetime(…)` of a date is its midnight"])
                }
                if format.hasOffset, value.type.type == .datetime(zone: nil) {
                    throw Diagnostic(
                        "function.format",
                        "`\(site.arguments[0].text)` has no time zone, the format shows one",
                        at: site.arguments[1].span, help: ["`roles zone=\"…\"` states the zone of a column"])
                }
            }
            return site.result(.text, [value, bound])
        },
        kernel: { call throws(Diagnostic) in
            guard let text = call.text(1) else { return .repeating(.missing, type: .text, count: call.rows) }
            let column = call.column(0)
            if column.type.isNumber {
                guard let format = try? NumberFormat(text) else {
                    throw Diagnostic("function.format", "the format of numbers does not read")
                }
                return try TimeKernels.written(column, format, work: call.work)
            }
            guard let format = try? TimeFormat(text) else {
                throw Diagnostic("function.format", "the format of times does not read")
            }
            return try TimeKernels.written(column, format, work: call.work)
        })
}

extension CallSite {
    fileprivate func timeFormat(_ place: Int, _ text: String) throws(Diagnostic) -> TimeFormat {
        do throws(TimeFormat.Flaw) {
            return try TimeFormat(text)
        } catch {
            throw Diagnostic(
                "function.format", "the format of times does not read: \(error.message)",
                at: span(of: place, at: error.offset, in: text), help: [.init(error.help)])
        }
    }

    /// `on_error=missing`, where it is given.
    fileprivate func onError() throws(Diagnostic) -> [BoundExpression] {
        guard let draft = options["on_error"] else { return [] }
        guard draft.isMissing else {
            throw Diagnostic(
                "parameter.choice", "`on_error` takes `missing`, found \(draft.phrase)", at: draft.span,
                help: ["`on_error=missing`; without it a misfit is an error"])
        }
        let value = BoundExpression(.literal(.missing), .bool, at: draft.span)
        return [BoundExpression(.option("on_error", value), .bool, at: draft.span)]
    }
}
