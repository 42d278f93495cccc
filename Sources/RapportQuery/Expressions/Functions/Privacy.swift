import RapportDiagnostics
import RapportTable
import RapportWork

extension Function {
    static let privacy: [Function] = [
        Function(
            "hash", "hash(x)",
            "A text of 16 signs in the place of the value, by the workspace's secret key: equal values stay equal, and no one without the key can try names.",
            takes: 1...1, examples: [.init("length(hash(\"Ann\"))", gives: "16")],
            rule: { site throws(Diagnostic) in
                site.result(.text, [try site.argument(0, "a value") { _ in true }])
            },
            kernel: { call throws(Diagnostic) in
                try Masking.hashed(call.column(0), by: call.hash, work: call.work)
            }),
        Function(
            "redact", "redact(x, keep_last)",
            "`***` in the place of the value; with a number, all but so many last signs.",
            takes: 1...2,
            examples: [
                .init("redact(\"Ann\")", gives: "\"***\""),
                .init("redact(\"13800138000\", 4)", gives: "\"***8000\""),
            ],
            rule: { site throws(Diagnostic) in
                let value = try site.argument(0, "a value") { _ in true }
                guard site.arguments.count == 2 else { return site.result(.text, [value]) }
                return site.result(.text, [value, try site.constantInt(1, in: 0...64)])
            },
            kernel: { call throws(Diagnostic) in
                try Masking.redacted(call.column(0), keeping: call.int(1) ?? 0, work: call.work)
            }),
    ]
}

/// What takes the place of values that must not be read.
enum Masking {
    static let stars = "***"

    /// Texts by the key; other values by what they are as text.
    static func hashed(
        _ column: Column, by hash: (@Sendable (Column, Work) throws(Diagnostic) -> Column)?, work: Work
    ) throws(Diagnostic) -> Column {
        guard let hash else { throw .noKey }
        return try eachValue(of: column, work: work) { (values) throws(Diagnostic) in try hash(values, work) }
    }

    /// Stars, and behind them the last scalars of a text that is longer than these.
    static func redacted(_ column: Column, keeping last: Int, work: Work) throws(Diagnostic) -> Column {
        try eachValue(of: column, work: work) { (values) throws(Diagnostic) in
            .texts(
                (0..<values.count).map { row in
                    guard case .text(let text) = values[row] else { return nil }
                    let scalars = text.unicodeScalars
                    guard last > 0, scalars.count > last else { return stars }
                    return stars + String(String.UnicodeScalarView(scalars.suffix(last)))
                })
        }
    }

    /// Computes each different value once.
    private static func eachValue(
        of column: Column, work: Work, _ transform: (Column) throws(Diagnostic) -> Column
    ) throws(Diagnostic) -> Column {
        let texts = column.type == .text ? column : try cast(column, to: .text, work: work).column
        let grouping = try Grouping(by: [texts], count: texts.count, work: work)
        let made = try transform(try texts.gathered(at: grouping.firstRows, work: work))
        return try made.gathered(at: grouping.groups, work: work)
    }
}
