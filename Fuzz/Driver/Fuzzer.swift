#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// One input in, nothing out: a trap, a broken promise or a time-out is a finding.
public typealias FuzzTest = @Sendable ([UInt8]) -> Void

/// libFuzzer's entry for programs that have a `main` of their own; SwiftPM renames ours, so that libFuzzer's
/// would look for it in vain.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

public enum Fuzzer {
    /// Set once, before the driver runs; a C function has no place for it.
    nonisolated(unsafe) private static var test: FuzzTest = { _ in }

    /// Runs libFuzzer with the arguments of the process, and never comes back.
    public static func run(_ test: @escaping FuzzTest) -> Never {
        unsafe Self.test = test
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        exit(
            unsafe runDriver(&count, &arguments) { bytes, length in
                // SAFETY: libFuzzer's buffer holds `length` bytes, and lives until this returns.
                let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: length))
                unsafe Fuzzer.test(input)
                return 0
            })
    }

    /// Ends the process with the promise that the input broke; libFuzzer keeps the input.
    public static func broken(_ promise: String) -> Never {
        let line = Array("broken: \(promise)\n".utf8)
        // SAFETY: the buffer holds `count` bytes for the length of the call.
        _ = unsafe line.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
        abort()
    }

    /// Ends the process where the promise does not hold.
    public static func expect(_ holds: Bool, _ promise: @autoclosure () -> String) {
        if !holds { broken(promise()) }
    }
}
