public import RapportReport

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What the process is connected to, and how to write there.
public enum Terminal {
    public static var inputIsTerminal: Bool { isatty(0) == 1 }
    public static var outputIsTerminal: Bool { isatty(1) == 1 }
    public static var errorIsTerminal: Bool { isatty(2) == 1 }

    /// How to render for standard output: fitted to the screen and coloured on a terminal, plain elsewhere or with
    /// `NO_COLOR`.
    public static var style: TerminalStyle {
        guard outputIsTerminal else { return TerminalStyle(width: 100, height: nil, color: false) }
        var size = winsize()
        let known = unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let noColor = unsafe getenv("NO_COLOR").map { unsafe strlen($0) > 0 } ?? false
        let isDumb = unsafe getenv("TERM").map { unsafe strcmp($0, "dumb") == 0 } ?? true
        return TerminalStyle(
            width: known ? max(Int(size.ws_col), 20) : 80, height: known ? max(Int(size.ws_row) - 3, 5) : nil,
            color: !noColor && !isDumb)
    }

    /// Rows of a table that the screen holds beside the table's head and the line that counts the rest.
    public static var tableRows: Int? { style.height.map { max($0 - 4, 1) } }

    public static func print(_ text: String, to descriptor: Int32 = 1) {
        write(Array(text.utf8), to: descriptor)
    }

    /// Writes all bytes; a closed pipe ends the writing, not the process.
    public static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { all in
                // SAFETY: `offset` is below the count, so the window lies inside the array.
                unsafe systemWrite(descriptor, all.baseAddress?.advanced(by: offset), all.count - offset)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return }
            offset += count
        }
    }

    /// Standard input to its end.
    public static func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return bytes }
            bytes += block[..<count]
        }
    }
}

/// `write` of the system, which the method of that name would hide.
@unsafe private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
