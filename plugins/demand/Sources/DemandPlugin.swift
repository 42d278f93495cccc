public import RapportPluginKit

/// What customers ask for.
public let demand = PluginManifest(
    "demand", "Find what customers ask for, and what answers it.",
    [
        Cluster.self,
        Assign.self,
        Topics.self,
        Keywords.self,
        Match.self,
        Heat.self,
    ])
