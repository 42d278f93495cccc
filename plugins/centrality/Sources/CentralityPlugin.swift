public import RapportPluginKit

/// Who matters in a network of customers.
public let centrality = PluginManifest(
    "centrality", "Find who connects customers, from whom they hear, and whom they would miss.",
    [Nodes.self, Edges.self, Shape.self])
