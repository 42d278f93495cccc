public import RapportPluginKit

/// How well conversations are answered.
public let efficiency = PluginManifest(
    "efficiency", "Measure how fast and how well conversations are answered.",
    [Conversations.self, Groups.self, Backlog.self, Score.self])
