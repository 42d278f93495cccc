public import RapportPluginKit

/// Groups of customers to act on.
public let segmentation = PluginManifest(
    "segmentation", "Group customers by what they did.",
    [
        RFM.self,
        KMeansAnalysis.self,
        Assign.self,
        Migration.self,
        Hierarchical.self,
        HDBSCANAnalysis.self,
    ])
