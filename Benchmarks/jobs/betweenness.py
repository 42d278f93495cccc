"""Betweenness of all nodes of a loaded network of 10,000 nodes and 50,000 edges: exact, without directions or weights."""

import network
from protocol import serve

TITLE = "Betweenness"
FILE = "ties-50000.csv"
FILE_ROWS = 50_000
NODES = 10_000
OURS = network.ours("betweenness")
STATEMENTS = ["load", "betweenness"]
TABLES = [network.COLUMNS]


def make(path):
    network.make(path, NODES, FILE_ROWS, directed=False)


def by_igraph(graph, nodes):
    pairs = (nodes - 1) * (nodes - 2) / 2
    return [value / pairs for value in graph.betweenness(directed=False)]


def by_networkit(graph, nodes):
    import networkit as nk

    return nk.centrality.Betweenness(graph, normalized=True).run().scores()


def networkit_alone(path, statement):
    import networkit as nk

    nk.setNumberOfThreads(1)
    return networkit(path, statement)


igraph = network.peer(network.igraph, False, by_igraph)
networkit = network.peer(network.networkit, False, by_networkit)
PEERS = {"igraph": igraph, "networkit": networkit, "networkit, one thread": networkit_alone}
ROUNDS = {}
NOTES = """\
Rapport reads the ends as ids, merges edges between the same two, and gives places, parts and reasons beside the measure.
igraph counts on one thread, Rapport and networkit on all cores. networkx, pure Python, would take an hour and a half here; it is
measured on a tenth of the network, in the next job.
"""

if __name__ == "__main__":
    serve(PEERS)
