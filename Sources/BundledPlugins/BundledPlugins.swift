internal import CentralityPlugin
internal import CommunityPlugin
internal import DemandPlugin
internal import EfficiencyPlugin
public import RapportPluginKit
internal import SatisfactionPlugin
internal import SegmentationPlugin
internal import SentimentPlugin

/// The plugins that come with the workbench, one line each, in alphabetical order.
///
/// A test compares the list with the folders of `plugins/`.
public let bundledPlugins: [PluginManifest] = [
    centrality,
    community,
    demand,
    efficiency,
    satisfaction,
    segmentation,
    sentiment,
]
