internal import ArgumentParser
internal import RapportShell

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What the process says when it ends.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case usage = 2
    case differs = 3
    case interrupted = 130
}

@main
struct Main {
    static func main() async {
        do {
            var command = try Rapport.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            let code = Rapport.exitCode(for: error)
            let text = Rapport.fullMessage(for: error) + "\n"
            Terminal.print(text, to: code == .success ? 1 : 2)
            // The library ends with 64 where the call is wrong.
            exit(code == .success ? ExitStatus.done.rawValue : ExitStatus.usage.rawValue)
        }
    }
}

extension ExitStatus {
    var code: ExitCode { ExitCode(rawValue) }
}
