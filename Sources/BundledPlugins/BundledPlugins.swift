public import RapportPluginKit
internal import SegmentationPlugin

/// The plugins that come with the workbench, one line each, in alphabetical order.
///
/// A test compares the list with the folders of `plugins/`.
public let bundledPlugins: [PluginManifest] = [
    segmentation
]
