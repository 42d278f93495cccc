"""Betweenness of a network of 1,000 nodes and 5,000 edges, which networkx too counts in seconds."""

import betweenness
import network
from protocol import serve

TITLE = "Betweenness, small"
FILE = "ties-5000.csv"
FILE_ROWS = 5_000
OURS, STATEMENTS, COLUMNS, TABLES = betweenness.OURS, betweenness.STATEMENTS, betweenness.COLUMNS, betweenness.TABLES
ROUNDS_AT_LEAST = 5


def make(path):
    network.make(path, 1_000, FILE_ROWS, directed=False)


def networkx(path, statement):
    import networkx as nx

    with statement:
        a, b, nodes = network.read(path)
    with statement:
        graph = network.networkx(a, b, nodes, directed=False)
        found = nx.betweenness_centrality(graph)
        row = network.sums([found[node] for node in range(nodes)])
    return [(COLUMNS, [row])]


PEERS = {"igraph": betweenness.igraph, "networkit": betweenness.networkit, "networkx": networkx}
ROUNDS = {}
NOTES = """\
The same work as above on a tenth of the network: time grows with nodes times edges, a hundredfold.
"""

if __name__ == "__main__":
    serve(PEERS)
