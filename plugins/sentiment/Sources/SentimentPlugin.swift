public import RapportPluginKit

/// How texts feel.
public let sentiment = PluginManifest(
    "sentiment", "Tell pleased texts from displeased ones, in English and in Chinese.",
    [
        Score.self
    ])
