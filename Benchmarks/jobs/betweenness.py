"""Betweenness of all nodes of a loaded network of 10,000 nodes and 50,000 edges: exact, without directions or weights."""

import network
from protocol import serve

TITLE = "Betweenness"
FILE = "ties-50000.csv"
FILE_ROWS = 50_000
NODES = 10_000
OURS = """\
load "{path}" as f
f | centrality.nodes source=source target=target measures=["betweenness"] stability=0
  | summarize nodes=count(), total=sum(betweenness), largest=max(betweenness), squares=sum(betweenness * betweenness),
    placed=sum(betweenness * node)
"""
STATEMENTS = ["load", "betweenness"]
COLUMNS = ["nodes", "total", "largest", "squares", "placed"]
TABLES = [COLUMNS]


def make(path):
    network.make(path, NODES, FILE_ROWS, directed=False)


def igraph(path, statement):
    import igraph  # noqa: F401

    with statement:
        a, b, nodes = network.read(path)
    with statement:
        graph = network.igraph(a, b, nodes, directed=False)
        pairs = (nodes - 1) * (nodes - 2) / 2
        found = network.sums([value / pairs for value in graph.betweenness(directed=False)])
    return [(COLUMNS, [found])]


def networkit(path, statement):
    return with_threads(path, statement, None)


def networkit_alone(path, statement):
    return with_threads(path, statement, 1)


def with_threads(path, statement, threads):
    import networkit as nk

    if threads:
        nk.setNumberOfThreads(threads)
    with statement:
        a, b, nodes = network.read(path)
    with statement:
        graph = network.networkit(a, b, nodes, directed=False)
        found = network.sums(nk.centrality.Betweenness(graph, normalized=True).run().scores())
    return [(COLUMNS, [found])]


PEERS = {"igraph": igraph, "networkit": networkit, "networkit, one thread": networkit_alone}
ROUNDS = {}
NOTES = """\
Rapport reads the ends as ids, merges edges between the same two, and gives places, parts and reasons beside the measure.
igraph counts on one thread, Rapport and networkit on all cores. networkx, pure Python, would take an hour and a half here; it is
measured on a tenth of the network, in the next job.
"""

if __name__ == "__main__":
    serve(PEERS)
