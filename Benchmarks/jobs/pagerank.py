"""PageRank of a loaded directed network of 100,000 nodes and a million edges, until the ranks have settled to 1e-11 in all."""

import network
from protocol import serve

TITLE = "PageRank"
FILE = "arrows-1000000.csv"
FILE_ROWS = 1_000_000
NODES = 100_000
OURS = """\
load "{path}" as f
f | centrality.nodes source=source target=target directed=true measures=["pagerank"] tol=1e-16 stability=0
  | summarize nodes=count(), total=sum(pagerank), largest=max(pagerank), squares=sum(pagerank * pagerank),
    placed=sum(pagerank * node)
"""
STATEMENTS = ["load", "PageRank"]
COLUMNS = ["nodes", "total", "largest", "squares", "placed"]
TABLES = [COLUMNS]


def make(path):
    network.make(path, NODES, FILE_ROWS, directed=True)


def igraph(path, statement):
    import igraph  # noqa: F401

    with statement:
        a, b, nodes = network.read(path)
    with statement:
        graph = network.igraph(a, b, nodes, directed=True)
        found = network.sums(graph.pagerank(damping=0.85))
    return [(COLUMNS, [found])]


def networkit(path, statement):
    import networkit as nk

    with statement:
        a, b, nodes = network.read(path)
    with statement:
        graph = network.networkit(a, b, nodes, directed=True)
        ranks = nk.centrality.PageRank(
            graph, damp=0.85, tol=1e-11, distributeSinks=nk.centrality.SinkHandling.DistributeSinks
        )
        ranks.norm = nk.centrality.Norm.L1_NORM
        found = network.sums(ranks.run().scores())
    return [(COLUMNS, [found])]


def networkx(path, statement):
    import networkx as nx

    with statement:
        a, b, nodes = network.read(path)
    with statement:
        graph = network.networkx(a, b, nodes, directed=True)
        found = nx.pagerank(graph, alpha=0.85, tol=1e-16, max_iter=1_000)
        row = network.sums([found[node] for node in range(nodes)])
    return [(COLUMNS, [row])]


PEERS = {"igraph": igraph, "networkit": networkit, "networkx": networkx}
ROUNDS = {}
NOTES = """\
The time includes making the network of the loaded ends. igraph solves by PRPACK, the others iterate; what leaves nodes without
arrows is handed to all.
"""

if __name__ == "__main__":
    serve(PEERS)
