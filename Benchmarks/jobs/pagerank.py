"""PageRank of a loaded directed network of 100,000 nodes and a million edges, until the ranks have settled to 1e-11 in all."""

import network
from protocol import serve

TITLE = "PageRank"
FILE = "arrows-1000000.csv"
FILE_ROWS = 1_000_000
NODES = 100_000
OURS = network.ours("pagerank", " directed=true tol=1e-16")
STATEMENTS = ["load", "PageRank"]
TABLES = [network.COLUMNS]


def make(path):
    network.make(path, NODES, FILE_ROWS, directed=True)


def by_networkit(graph, nodes):
    import networkit as nk

    ranks = nk.centrality.PageRank(
        graph, damp=0.85, tol=1e-11, distributeSinks=nk.centrality.SinkHandling.DistributeSinks
    )
    ranks.norm = nk.centrality.Norm.L1_NORM
    return ranks.run().scores()


def by_networkx(graph, nodes):
    import networkx as nx

    found = nx.pagerank(graph, alpha=0.85, tol=1e-16, max_iter=1_000)
    return [found[node] for node in range(nodes)]


PEERS = {
    "igraph": network.peer(network.igraph, True, lambda graph, nodes: graph.pagerank(damping=0.85)),
    "networkit": network.peer(network.networkit, True, by_networkit),
    "networkx": network.peer(network.networkx, True, by_networkx),
}
ROUNDS = {}
NOTES = """\
The time includes making the network of the loaded ends. igraph solves by PRPACK, the others iterate; what leaves nodes without
arrows is handed to all.
"""

if __name__ == "__main__":
    serve(PEERS)
