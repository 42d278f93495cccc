"""What the jobs of networks have in common: the edges, and how each library reads them.

Nodes are whole numbers from 0. Ends are drawn so that few nodes have many edges, as in networks of people; no edge stands
twice, none leads from a node to itself, and every node has one.
"""

import importlib

COLUMNS = ["nodes", "total", "largest", "squares", "placed"]


def ours(measure, arguments=""):
    """Rapport's lines: the network is made of the loaded ends, measured, and told by its sums."""
    return f"""\
load "{{path}}" as f
f | centrality.nodes source=source target=target measures=["{measure}"] stability=0{arguments}
  | summarize nodes=count(), total=sum({measure}), largest=max({measure}), squares=sum({measure} * {measure}),
    placed=sum({measure} * node)
"""


def peer(library, directed, values):
    """A program of `library` that reads the ends, makes the network of them, and sums up its `values(graph, nodes)`."""

    def run(path, statement):
        importlib.import_module(library.__name__)  # no part of the time
        with statement:
            a, b, nodes = read(path)
        with statement:
            found = sums(values(library(a, b, nodes, directed), nodes))
        return [(COLUMNS, [found])]

    return run


def make(path, nodes, edges, directed):
    import numpy as np

    draw = np.random.RandomState(7)
    found, seen = [], set()

    def add(a, b):
        key = (a, b) if directed or a < b else (b, a)
        if a != b and key not in seen:
            seen.add(key)
            found.append((a, b))

    for node in range(1, nodes):  # hangs everything together
        add(node, int(node * draw.random_sample() ** 2))
    while len(found) < edges:
        ends = (nodes * draw.random_sample((edges, 2)) ** [2.5, 1.5]).astype(int)
        for a, b in ends.tolist():
            if len(found) < edges:
                add(b, a)
    with open(path, "w", encoding="utf-8") as file:
        file.write("source,target\n")
        file.writelines(f"{a},{b}\n" for a, b in found)


def read(path):
    """The ends of the edges as two arrays, and the number of nodes."""
    import pyarrow.csv

    table = pyarrow.csv.read_csv(path)
    a, b = table["source"].to_numpy(), table["target"].to_numpy()
    return a, b, int(max(a.max(), b.max())) + 1


def igraph(a, b, nodes, directed):
    import igraph as ig
    import numpy as np

    return ig.Graph(nodes, np.column_stack([a, b]), directed=directed)


def networkit(a, b, nodes, directed):
    import networkit as nk
    import numpy as np

    return nk.GraphFromCoo((np.ones(len(a)), (a, b)), n=nodes, weighted=False, directed=directed)


def networkx(a, b, nodes, directed):
    import networkx as nx

    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(zip(a.tolist(), b.tolist()))
    return graph


def sums(values):
    """What tells one set of values from another: their sum by place, too, so that a value out of place shows."""
    import numpy as np

    values = np.asarray(values)
    place = np.arange(len(values))
    return (
        len(values), float(values.sum()), float(values.max()), float((values * values).sum()),
        float((values * place).sum()),
    )
