internal import CZip
internal import RapportDiagnostics
internal import RapportWork

/// The parts of a zip archive, read as streams.
@safe final class ZipArchive {
    // SAFETY: opened in `init`, given to libzip alone, and freed in `deinit`.
    private let archive: OpaquePointer
    /// The file's, for messages.
    let name: String

    /// A part may unpack to so many bytes, or to so many times its packed size: deflate packs by a factor of 1000 at
    /// most, and only what was made to fill a disk comes near it.
    private static let freeSize: UInt64 = 256 << 20
    private static let factor: UInt64 = 200

    init(path: String, name: String) throws(Diagnostic) {
        self.name = name
        var code: Int32 = 0
        guard let opened = unsafe zip_open(path, ZIP_RDONLY, &code) else {
            throw Diagnostic(
                "excel.damaged", "`\(name)` is no whole zip archive, which an Excel file is",
                help: ["fetch it once more, or open and save it in Excel"])
        }
        unsafe archive = opened
    }

    deinit { unsafe zip_discard(archive) }

    /// Whether there is a part of that path; letters' case does not matter, as in Windows.
    func has(_ part: String) -> Bool { index(of: part) != nil }

    private func index(of part: String) -> UInt64? {
        let found = unsafe zip_name_locate(archive, part, zip_flags_t(ZIP_FL_NOCASE))
        return found >= 0 ? UInt64(found) : nil
    }

    /// Hands on the bytes of a part, a stretch at a time.
    ///
    /// - Throws: `excel.damaged`, `excel.encrypted`, `excel.too-large`, `run.cancelled`, and what the body throws.
    func read(
        _ part: String, work: Work,
        _ body: (UnsafeRawBufferPointer, _ isLast: Bool) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        guard let index = index(of: part) else { throw damaged("it has no part `\(part)`") }
        var status = unsafe zip_stat_t()
        guard unsafe zip_stat_index(archive, index, 0, &status) == 0 else {
            throw damaged("the part `\(part)` cannot be found")
        }
        if unsafe status.encryption_method != UInt16(ZIP_EM_NONE) { throw ExcelRefusal.encrypted(name) }
        guard let file = unsafe zip_fopen_index(archive, index, 0) else {
            throw damaged("the part `\(part)` cannot be unpacked")
        }
        defer { unsafe zip_fclose(file) }
        let limit = unsafe max(
            Self.freeSize, status.comp_size.multipliedReportingOverflow(by: Self.factor).partialValue)
        let size = 1 << 18
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        defer { unsafe memory.deallocate() }
        var total: UInt64 = 0
        while true {
            try work.check()
            // SAFETY: the memory has room for `size` bytes.
            let count = unsafe zip_fread(file, memory, UInt64(size))
            guard count >= 0 else { throw damaged("the part `\(part)` is damaged where it is packed") }
            total += UInt64(count)
            if total > limit {
                throw Diagnostic(
                    "excel.too-large",
                    "the part `\(part)` of `\(name)` unpacks to more than \(LoadReport.grouped(Int(limit >> 20))) MB",
                    help: ["a file of a few MB that becomes so many was made to fill memory; save it as CSV"])
            }
            unsafe try body(UnsafeRawBufferPointer(start: memory, count: Int(count)), count == 0)
            if count == 0 { return try work.check() }
        }
    }

    func damaged(_ why: String) -> Diagnostic {
        Diagnostic(
            "excel.damaged", "`\(name)` is damaged: \(why)", help: ["open it in Excel, and save it once more"]
        )
    }
}
