internal import ArgumentParser
internal import RapportStore
internal import RapportWorkbench

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Options that every way of running lines takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file that keeps runs (default: $RAPPORT_WORKSPACE, else rapport.db); :memory: keeps nothing.",
            valueName: "path"))
    var workspace: String?

    @Option(help: "How errors are printed: text or json.")
    var errors: ErrorFormat = .text

    @Option(help: ArgumentHelp("Threads to use (default: all); results never depend on it.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads takes a number of 1 or more") }
        if workspace == "" { throw ValidationError("--workspace takes the path of a file, or :memory:") }
    }

    var workspacePath: String {
        unsafe workspace ?? getenv("RAPPORT_WORKSPACE").map { unsafe String(cString: $0) } ?? "rapport.db"
    }

    func configuration(mode: Workspace.Origin.Mode) -> Configuration {
        Configuration(
            workspacePath: workspacePath,
            origin: Workspace.Origin(mode: mode, appVersion: appVersion, host: hostName()), width: threads,
            clock: { systemTime() })
    }
}

private func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, 255) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Microseconds since 1970-01-01T00:00 UTC.
func systemTime() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
}
