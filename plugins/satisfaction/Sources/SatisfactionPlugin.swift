public import RapportPluginKit

/// How content customers are.
public let satisfaction = PluginManifest(
    "satisfaction", "Measure how content customers are, with honest intervals.",
    [Survey.self, Score.self])
