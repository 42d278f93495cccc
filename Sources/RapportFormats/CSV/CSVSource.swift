public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

/// A CSV file as a source of rows.
///
/// Opening it looks at its beginning and at stretches across it: encoding, delimiter, header, and a guess of
/// each column's type. A scan reads the columns asked for over the whole file and proves the guess; where a
/// cell contradicts it, all cells of that column are counted, and the column is read again with the type
/// that all of them have. What was learnt stays with the source.
///
/// A type holds for the whole file: a scan with a filter reads all rows of the columns it needs too. A scan
/// with a limit and without a filter reads only the rows up to it, and proves nothing about the others.
public final class CSVSource: TableSource {
    let file: ByteFile
    let options: CSVOptions
    let dialect: Dialect
    let reading: Reading
    let start: Handoff
    let hasHeader: Bool
    let encoding: String
    let layout: CSVScan.Layout
    let names: [String]
    /// The columns that are read, by their place in the file; a name leads to one.
    let picked: [Int]
    private let placesByName: [String: Int]
    /// Comment lines up to the header.
    let headerComments: Int
    /// What opening met.
    let openingNotes: [Note]
    private let state: Mutex<Knowledge>

    /// Opens a file and looks at its form.
    ///
    /// - Throws: `file.not-found`, `file.is-folder`, `file.not-allowed`, `file.unreadable`; `csv.empty`;
    ///   `csv.binary`; `csv.option` where an option is no single ASCII character.
    public static func open(path: String, options: CSVOptions = CSVOptions(), work: Work) throws(Diagnostic)
        -> CSVSource
    {
        try CSVSource(path, options, blockSize: 512 << 10, expectedRows: nil, work)
    }

    /// With another block size: for tests, which hit every boundary of a small file.
    package static func open(
        path: String, options: CSVOptions = CSVOptions(), blockSize: Int, expectedRows: Int? = nil, work: Work
    ) throws(Diagnostic) -> CSVSource {
        try CSVSource(path, options, blockSize: blockSize, expectedRows: expectedRows, work)
    }

    private init(
        _ path: String, _ options: CSVOptions, blockSize: Int, expectedRows: Int?, _ work: Work
    ) throws(Diagnostic) {
        let opening = try CSVOpening(path, options, work)
        file = opening.file
        self.options = options
        dialect = opening.dialect
        start = opening.start
        hasHeader = opening.hasHeader
        picked = opening.picked
        headerComments = opening.comments
        encoding = opening.encodingName
        names = opening.names
        openingNotes = opening.notes
        let samples = try opening.sample(work)
        layout = CSVScan.Layout(
            blockSize: max(blockSize, 1),
            expectedRows: expectedRows ?? Self.expectedRows(samples, file.size - start.place))
        var reading = opening.reading
        reading.provedDecimal = Self.provedDecimal(samples.tallies, reading.delimiter)
        self.reading = reading
        let names = opening.names
        placesByName = Dictionary(picked.map { (names[$0], $0) }) { first, _ in first }
        var columns: [Knowledge.Column] = []
        for (index, tally) in samples.tallies.enumerated() {
            var decision = tally.decide(Self.context(opening.file.name, names[index], reading, options))
            if decision.type.isText {
                let distinct = samples.distinct[index]
                decision.type = .text(mayRepeat: distinct * 2 <= max(tally.present, 64))
            }
            columns.append(Knowledge.Column(decision, isSample: true))
        }
        state = Mutex(Knowledge(columns: columns, problems: opening.problems))
    }

    static func context(
        _ file: String, _ name: String, _ reading: Reading, _ options: CSVOptions
    ) -> DecisionContext {
        DecisionContext(
            column: name, file: file, dates: options.dates, reading: reading,
            told: options.types[name] ?? (options.texts.contains(name) ? .text : nil))
    }

    /// The decimal sign that columns of numbers prove; nil where none does, or two.
    private static func provedDecimal(_ tallies: [Tally], _ delimiter: UInt8) -> UInt8? {
        let points = tallies.contains {
            $0.isNumeric && $0.points.numbers == $0.present && $0.points.proofs > 0
        }
        let commas = tallies.contains {
            $0.isNumeric && $0.commas.numbers == $0.present
                && $0.commas.proofs > (delimiter == UInt8(ascii: ",") ? $0.pairs : 0)
        }
        return points == commas ? nil : UInt8(ascii: points ? "." : ",")
    }

    /// The place of a column in the file.
    func place(of name: String) -> Int? { placesByName[name] }

    /// An eighth more than the sample's rows promise, so that few files need a copy at the end.
    private static func expectedRows(_ samples: CSVSamples, _ size: Int) -> Int {
        guard samples.rows > 0 else { return 1024 }
        let rows = Double(size) / (Double(samples.byteCount) / Double(samples.rows))
        return Int(min(rows * 1.125, 2e9)) + 1024
    }

    public var schema: Schema {
        let known = knowledge
        return Schema(
            picked.map { index in
                let column = known.columns[index]
                return Field(
                    names[index], column.type.type, kind: column.kind(names[index]),
                    unit: column.unit)
            })
    }

    /// What did not fit in the rows that were read.
    public var problems: Problems { knowledge.problems }

    var knowledge: Knowledge { state.withLock { $0 } }
    func learn(_ change: (inout Knowledge) -> Void) { state.withLock { change(&$0) } }
}

/// What is known of a file's columns: first from a sample, then from all rows.
struct Knowledge: Sendable {
    var columns: [Column]
    var problems: Problems
    /// Nil until the file was read to its end.
    var rows: Int?
    var counts = CSVScan.Counts()
    var grew = 0
    /// Of the last rows.
    var closing: [Note] = []

    struct Column: Sendable {
        var type: CellType
        var decision: Decision
        /// The decision is of a sample, and not of all cells.
        var isSample: Bool
        /// All rows were read with this type.
        var isProved = false
        var stats: ColumnStats?
        var kind: Kind?
        /// The sum of what stands at the column's place in rows that were left out.
        var leftOut: Double?
        /// Told by all values: `unique`.
        var remarks: [String] = []

        func guess(_ name: String, _ stats: ColumnStats?) -> Kind? {
            KindGuess.kind(
                name: name, type: type, stats: stats, hasLeadingZeros: decision.hasLeadingZeros)
        }

        init(_ decision: Decision, isSample: Bool) {
            (type, self.decision, self.isSample) = (decision.type, decision, isSample)
        }

        /// `CNY`, `%`: what cells name.
        var unit: String? {
            guard let form = type.number else { return nil }
            return form.isPercent ? "%" : stats?.numbers.unit
        }

        /// Only all cells can tell: the sample had no value, or dates without proof, or nearly one type.
        var needsTally: Bool { isSample && decision.isUnsure }

        func kind(_ name: String) -> Kind? {
            kind ?? guess(name, stats)
        }
    }
}
