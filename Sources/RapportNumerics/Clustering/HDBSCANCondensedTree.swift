/// What is left of a tree of merges where clusters with too few points are no clusters.
///
/// Read from the top: a cluster loses points one by one as the density (1 / distance) rises, or parts into two or more
/// clusters, or ends. Clusters are numbered from the ``root``, parents before their children.
///
/// All merges of one height are one split. Equal heights are the rule here, because the core distance of a point is the
/// length of many edges, and which of them come first is chance: were they taken one by one, the order of rows would
/// decide who is in which cluster. What is read here depends on the distances alone.
struct HDBSCANCondensedTree {
    static let root = 0

    /// Of each cluster the one it parted from; nil of the root.
    private(set) var parents: [Int?] = [nil]
    /// The density at which each cluster begins.
    private(set) var births: [Double] = [0]
    /// The highest density at which something left it.
    private(set) var deaths: [Double] = [0]
    /// Two or more, or none.
    private(set) var children: [[Int]] = [[]]
    /// Points times the density they lasted for.
    private(set) var stabilities: [Double] = [0]
    /// Of each point the cluster it left last, and at which density.
    private(set) var points: [(cluster: Int, density: Double)]

    var clusterCount: Int { parents.count }

    init(_ hierarchy: HierarchicalClustering, minClusterSize: Int) {
        let (count, merges) = (hierarchy.count, hierarchy.merges)
        points = Array(repeating: (Self.root, 0), count: count)
        func size(_ node: Int) -> Int { node < count ? 1 : merges[node - count].size }
        // Level by level, as scikit-learn numbers them.
        var queue: [(node: Int, cluster: Int)] = [(count + merges.count - 1, Self.root)]
        var next = 0
        while next < queue.count {
            let (node, cluster) = queue[next]
            next += 1
            guard node >= count else { continue }
            let height = merges[node - count].height
            let density = height > 0 ? 1 / height : .infinity
            let parts = Self.parts(of: node, merges, count)
            let large = parts.filter { size($0) >= minClusterSize }
            for part in parts where size(part) < minClusterSize {
                dissolve(part, of: cluster, at: density, merges, count)
            }
            if large.count == 1 {
                queue.append((large[0], cluster))
            } else {
                for part in large { queue.append((part, add(child: cluster, at: density))) }
            }
            let staying = large.count == 1 ? size(large[0]) : 0
            leave(cluster, at: density, points: size(node) - staying)
        }
    }

    /// What a cluster falls into below the height of its merge, however many merges had that height.
    private static func parts(
        of node: Int, _ merges: [HierarchicalClustering.Merge], _ count: Int
    ) -> [Int] {
        let height = merges[node - count].height
        var (parts, stack): ([Int], [Int]) = ([], [node])
        while let next = stack.popLast() {
            if next >= count, merges[next - count].height == height {
                stack.append(merges[next - count].second)
                stack.append(merges[next - count].first)
            } else {
                parts.append(next)
            }
        }
        return parts
    }

    private mutating func add(child ofParent: Int, at density: Double) -> Int {
        let child = parents.count
        parents.append(ofParent)
        births.append(density)
        deaths.append(0)
        children.append([])
        stabilities.append(0)
        children[ofParent].append(child)
        return child
    }

    /// Points go from a cluster, alone or as clusters of their own: all of one density at once, so that the sum does not
    /// depend on their order.
    private mutating func leave(_ cluster: Int, at density: Double, points: Int) {
        deaths[cluster] = max(deaths[cluster], density)
        // Born and gone at infinite density: it lasted for nothing.
        guard points > 0, density != births[cluster] else { return }
        stabilities[cluster] += (density - births[cluster]) * Double(points)
    }

    /// All points below a part leave one by one.
    private mutating func dissolve(
        _ part: Int, of cluster: Int, at density: Double, _ merges: [HierarchicalClustering.Merge],
        _ count: Int
    ) {
        var stack = [part]
        while let node = stack.popLast() {
            if node < count {
                points[node] = (cluster, density)
            } else {
                stack.append(merges[node - count].first)
                stack.append(merges[node - count].second)
            }
        }
    }

    // MARK: - Choosing

    /// Whether each cluster is one of the result: none of them inside another.
    func chosenClusters(_ options: HDBSCAN.Options) -> [Bool] {
        let leaves = (1..<clusterCount).filter { children[$0].isEmpty }
        var chosen: [Int]
        switch options.selection {
        case .excessOfMass: chosen = mostStable(allowsRoot: options.allowsSingleCluster)
        // A tree that never parts has no leaf but its root.
        case .leaf: chosen = leaves.isEmpty && options.allowsSingleCluster ? [Self.root] : leaves
        }
        if options.epsilon > 0, chosen != [Self.root] {
            chosen = chosen.map { cluster in
                1 / births[cluster] < options.epsilon
                    ? ancestor(
                        of: cluster, lastingTo: options.epsilon, allowsRoot: options.allowsSingleCluster)
                    : cluster
            }
        }
        var isChosen = [Bool](repeating: false, count: clusterCount)
        for cluster in chosen { isChosen[cluster] = true }
        // Merged by distance, a cluster may hold another that was chosen as well.
        var isInside = [Bool](repeating: false, count: clusterCount)
        for cluster in 1..<max(clusterCount, 1) {
            guard let parent = parents[cluster] else { continue }
            isInside[cluster] = isInside[parent] || isChosen[parent]
            if isInside[cluster] { isChosen[cluster] = false }
        }
        return isChosen
    }

    /// Excess of mass: a cluster, or the best of what it parts into, whichever lasts longer.
    private func mostStable(allowsRoot: Bool) -> [Int] {
        var best = stabilities
        var isKept = [Bool](repeating: false, count: clusterCount)
        for cluster in ((allowsRoot ? 0 : 1)..<clusterCount).reversed() {
            // In ascending order, so that a rounding does not depend on the numbers of clusters.
            let below = children[cluster].map { best[$0] }.sorted().reduce(0, +)
            isKept[cluster] = below <= stabilities[cluster]
            if !isKept[cluster] { best[cluster] = below }
        }
        // From the top: below one that is kept nothing else is.
        var (chosen, queue): ([Int], [Int]) = ([], allowsRoot ? [Self.root] : children[Self.root])
        while let cluster = queue.popLast() {
            if isKept[cluster] { chosen.append(cluster) } else { queue += children[cluster] }
        }
        return chosen.sorted()
    }

    /// The first cluster above that parted from its parent at `epsilon` or more; the last below the root where there
    /// is none.
    private func ancestor(of cluster: Int, lastingTo epsilon: Double, allowsRoot: Bool) -> Int {
        var cluster = cluster
        while let parent = parents[cluster] {
            if parent == Self.root { return allowsRoot ? Self.root : cluster }
            cluster = parent
            if 1 / births[parent] > epsilon { return parent }
        }
        return cluster
    }
}
