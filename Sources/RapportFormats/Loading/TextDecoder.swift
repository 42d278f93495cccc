internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension TextEncoding {
    /// As iconv calls it; where several tables share a name, the one that is met in files.
    var systemName: String {
        switch self {
        case .big5: "BIG5-HKSCS"
        case .shiftJIS: "CP932"
        default: rawValue
        }
    }

    var isWide: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

    /// What a file is read as: what was named, else what its first bytes look like; and the length of its byte
    /// order mark.
    ///
    /// The mark decides between the two orders of UTF-16, for nobody types which one it is.
    static func chosen(_ named: TextEncoding?, guess: (encoding: TextEncoding, mark: Int)?) -> (
        encoding: TextEncoding, mark: Int
    )? {
        guard let named else { return guess }
        guard let guess, guess.mark > 0 else { return (named, 0) }
        if named == guess.encoding || (named.isWide && guess.encoding.isWide) { return guess }
        return (named, 0)
    }
}

extension ByteFile {
    /// The same file in UTF-8, from `start` on; what is no text in its encoding becomes U+FFFD and a problem.
    ///
    /// A stretch at a time, so that a large file needs no memory.
    ///
    /// - Throws: `encoding.unsupported` where the system's iconv does not know it; `file.scratch`.
    func decoded(from encoding: TextEncoding, start: Int, work: Work) throws(Diagnostic) -> (
        file: ByteFile, problems: Problems
    ) {
        var decoder = try TextDecoder(encoding, file: name)
        var scratch = ScratchBytes(for: name)
        work.begin("decode \(name)", of: size, unit: "bytes")
        var place = start
        while place < size {
            try work.check()
            let end = min(place + 1 << 20, size)
            try decoder.decode(try bytes(place..<end), isLast: end == size, into: &scratch)
            work.advance(by: end - place)
            place = end
        }
        return (try scratch.finish(as: self), decoder.problems)
    }
}

/// Text of another encoding on its way to UTF-8.
@safe private struct TextDecoder: ~Copyable {
    // SAFETY: the converter is this value's own from `init` to `deinit`, and is given to iconv alone.
    private let encoding: TextEncoding
    private let converter: iconv_t?
    /// The beginning of a character whose end has not come yet.
    private var rest: [UInt8] = []
    private var output = [UInt8](repeating: 0, count: 1 << 16)
    private var line = 1
    private(set) var problems: Problems

    init(_ encoding: TextEncoding, file: String) throws(Diagnostic) {
        self.encoding = encoding
        problems = Problems(file: file)
        unsafe converter = iconv_open("UTF-8", encoding.systemName)
        guard unsafe converter != iconv_t(bitPattern: -1) else {
            throw Diagnostic(
                "encoding.unsupported",
                "`\(file)` is to be read as \(encoding.rawValue), which this system cannot convert",
                help: ["`iconv -f \(encoding.systemName) -t UTF-8` on another machine converts the file"])
        }
    }

    deinit {
        if unsafe converter != iconv_t(bitPattern: -1) { unsafe iconv_close(converter) }
    }

    mutating func decode(_ bytes: [UInt8], isLast: Bool, into scratch: inout ScratchBytes) throws(Diagnostic)
    {
        var source = rest + bytes
        rest = []
        var place = 0
        while place < source.count {
            let step = convert(&source, from: place)
            let made = output[..<step.produced]
            for byte in made where byte == .lineFeed { line += 1 }
            try scratch.append(made)
            place += step.consumed
            guard step.code == EILSEQ || step.code == EINVAL else { continue }
            if step.code == EINVAL, !isLast {
                rest = Array(source[place...])
                return
            }
            let width = min(encoding.isWide ? 2 : 1, source.count - place)
            let digits = source[place..<place + width].map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
            problems.append(
                Problem(
                    line: line, row: nil, column: nil, found: "bytes \(digits.joined(separator: " "))",
                    expected: "text in \(encoding.rawValue)"))
            try scratch.append([0xEF, 0xBF, 0xBD])
            place += width
        }
    }

    private mutating func convert(_ source: inout [UInt8], from place: Int) -> (
        consumed: Int, produced: Int, code: Int32
    ) {
        let converter = unsafe converter
        return unsafe source.withUnsafeMutableBytes { input in
            unsafe output.withUnsafeMutableBytes { out in
                // SAFETY: iconv stays inside the two counts it is given, which are those of the arrays.
                var from = unsafe input.baseAddress.map {
                    unsafe ($0 + place).assumingMemoryBound(to: CChar.self)
                }
                var fromLeft = input.count - place
                var to = unsafe out.baseAddress?.assumingMemoryBound(to: CChar.self)
                var toLeft = out.count
                let result = unsafe iconv(converter, &from, &fromLeft, &to, &toLeft)
                let failure = result == -1 ? errno : 0
                return (input.count - place - fromLeft, out.count - toLeft, failure)
            }
        }
    }
}
