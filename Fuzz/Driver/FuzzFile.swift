#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file that an input is written to, again for each: in memory where the system has such a folder.
public enum FuzzFile {
    /// One a process.
    public static let path: String = {
        let folder = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        atexit { unsafe unlink(FuzzFile.path) }
        return "\(folder)/rapport-fuzz-\(getpid())"
    }()

    /// Whether the file now holds the bytes.
    public static func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return unsafe bytes.withUnsafeBytes { all in
            // SAFETY: the buffer holds `count` bytes for the length of the call.
            unsafe systemWrite(descriptor, all.baseAddress, all.count) == all.count
        }
    }
}

/// `write` of the system, which the method of that name would hide.
@unsafe private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
