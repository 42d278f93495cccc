import BundledPlugins
import Foundation
import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportReport
import RapportStore
import RapportTable
import RapportWorkbench

/// A workbench in a folder of the test's own, with a clock that stands still.
final class Bench {
    let folder: String
    let workbench: Workbench

    init(workspace: String? = nil, mode: Workspace.Origin.Mode = .repl, files: [String: String] = [:]) {
        folder = NSTemporaryDirectory() + "bench-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try? Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        workbench = Workbench(
            Self.configuration(folder, workspace: workspace, mode: mode),
            stages: bundledPlugins.flatMap(\.stages))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func configuration(
        _ folder: String, workspace: String? = nil, mode: Workspace.Origin.Mode = .repl
    ) -> Configuration {
        Configuration(
            workspacePath: workspace.map { folder + "/" + $0 } ?? ":memory:",
            origin: Workspace.Origin(mode: mode, appVersion: "test", host: "here"), readFolders: [folder],
            writeFolder: folder, clock: { 1_767_225_600_000_000 })
    }

    /// Runs text, and gives the last response.
    @discardableResult
    func run(_ text: String) async -> Response { await workbench.run(text).last ?? Response("", in: text) }

    func text(of name: String) -> String? {
        try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
}

extension Response {
    var noteTexts: [String] { notes.map(\.text) }
    /// The failure as the analyst sees it.
    var message: String? { failure?.rendered(source: source) }
    /// The blocks as plain text.
    var shown: String {
        blocks.map { TerminalRenderer(.plain).render($0) }.joined(separator: "\n")
    }
}

/// A small shop: five customers, two years, a refund.
let orders = """
    order_id,customer_id,ordered_at,amount
    1,00a,2025-01-05,10
    2,00b,2025-02-05,20.5
    3,00c,2025-03-05,30
    4,00d,2025-04-05,40
    5,00e,2025-05-05,50
    6,00a,2025-06-05,60
    7,00b,2025-06-07,-5
    8,00e,2025-07-01,12
    """
