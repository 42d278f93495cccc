public import RapportPluginKit

/// What customers ask for.
public let demand = PluginManifest(
    "demand", "Find what customers ask for, and what answers it.",
    [])
