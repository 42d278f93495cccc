"""Betweenness of a network of 1,000 nodes and 5,000 edges, which networkx too counts in seconds."""

import betweenness
import network
from protocol import serve

TITLE = "Betweenness, small"
FILE = "ties-5000.csv"
FILE_ROWS = 5_000
OURS, STATEMENTS, TABLES = betweenness.OURS, betweenness.STATEMENTS, betweenness.TABLES
ROUNDS_AT_LEAST = 5


def make(path):
    network.make(path, 1_000, FILE_ROWS, directed=False)


def by_networkx(graph, nodes):
    import networkx as nx

    found = nx.betweenness_centrality(graph)
    return [found[node] for node in range(nodes)]


PEERS = {
    "igraph": betweenness.igraph,
    "networkit": betweenness.networkit,
    "networkx": network.peer(network.networkx, False, by_networkx),
}
ROUNDS = {}
NOTES = """\
The same work as above on a tenth of the network: time grows with nodes times edges, a hundredfold.
"""

if __name__ == "__main__":
    serve(PEERS)
