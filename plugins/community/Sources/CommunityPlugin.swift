public import RapportPluginKit

/// Groups, missing ties and spread in a network of customers.
public let community = PluginManifest(
    "community",
    "Find groups that belong together in a network, ties that are likely, and how far word spreads.",
    [Detect.self, Links.self, Spread.self])
