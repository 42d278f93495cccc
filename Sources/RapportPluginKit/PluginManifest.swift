/// A plugin: its analyses, as the workbench sees them.
///
/// The only public name of a plugin's module: `public let segmentation = PluginManifest(…)`.
public struct PluginManifest: Sendable {
    /// The folder's name, and the first part of its analyses' names.
    public var name: String
    /// One sentence that ends with a period.
    public var summary: String
    /// As the plugin's author counts; recorded with each run.
    public var version: String
    public var stages: [any Stage]

    public init(
        _ name: String, _ summary: String, version: String = "1.0", _ analyses: [any Analysis.Type]
    ) {
        (self.name, self.summary, self.version) = (name, summary, version)
        stages = analyses.map { Self.stage($0) }
    }

    /// The analysis of that name, whole or without the plugin's: a test finds its own in a list of any order.
    public func stage(_ name: String) -> (any Stage)? {
        stages.first { $0.signature.name == name || $0.signature.name == "\(self.name).\(name)" }
    }

    private static func stage<A: Analysis>(_ type: A.Type) -> any Stage { BundledStage<A>() }
}
