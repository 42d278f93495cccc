import RapportPluginKit

/// What can be said of a node's place.
enum Measure: String, Choice {
    case degree, betweenness, closeness, harmonic, eigenvector, pagerank, katz, hits, core, clustering
    case constraint, community

    /// The columns that nodes are ranked by, as the table calls them.
    var ranked: [String] {
        switch self {
        case .degree: ["degree"]
        case .hits: ["hub", "authority"]
        case .core: ["core_number"]
        case .constraint: ["constraint_"]
        case .community: []
        default: [rawValue]
        }
    }

    /// Whether it walks all paths, which takes time that grows with nodes times edges.
    var walksPaths: Bool { self == .betweenness || self == .closeness || self == .harmonic }
}

/// What nodes are put in order by.
enum RankBy: String, Choice {
    case auto, degree, betweenness, closeness, harmonic, eigenvector, pagerank, katz, hub, authority
    case coreNumber = "core_number"
    case clustering
    case constraint = "constraint_"

    /// The measure that has the column.
    var measure: Measure? {
        switch self {
        case .auto: nil
        case .hub, .authority: .hits
        case .coreNumber: .core
        case .constraint: .constraint
        default: Measure(rawValue: rawValue)
        }
    }

    /// In a sentence: what somebody who is first in it does.
    static func words(for column: String) -> String {
        switch column {
        case "degree": "ties to others"
        case "betweenness": "lying between others"
        case "closeness", "harmonic": "nearness to all others"
        case "eigenvector", "katz": "ties to well-tied people"
        case "pagerank": "being pointed to by those who count"
        case "hub": "pointing to those who count"
        case "authority": "being pointed to"
        case "core_number": "lying in the dense middle"
        case "clustering": "knowing people who know each other"
        default: "bridging people who do not know each other"
        }
    }

    /// A low constraint is freedom to broker; all else is better high.
    static func isLowFirst(_ column: String) -> Bool { column == "constraint_" }

    /// Whether values come from an iteration that ends a little before its limit.
    static func isIterated(_ column: String) -> Bool {
        ["eigenvector", "pagerank", "katz", "hub", "authority"].contains(column)
    }
}
