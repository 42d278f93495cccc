"""k-means of loaded customers: 8 clusters by 8 measures, from the same start.

Every side draws its start by k-means++ from seed 42, of one stream, and must come to the same clusters: rows are
counted and their numbers summed up by the label that the algorithm gave.
"""

from protocol import serve

TITLE = "k-means"
FILE = "customers-1000000.csv"
FILE_ROWS = 1_000_000
FEATURES = ["orders", "spend", "items", "visits", "messages", "returns", "discount", "tenure"]
OURS = f"""\
load "{{path}}" as f
c = f | segmentation.kmeans features=[{", ".join(FEATURES)}] n_clusters=8 n_init=1 scale=none seed=42 refits=0
c | summarize n=count(), rows=sum(row), squares=sum(distance_to_center * distance_to_center) by raw_label
"""
STATEMENTS = ["load", "k-means", "sums by cluster"]
COLUMNS = ["raw_label", "n", "rows", "squares"]
TABLES = [COLUMNS]


def make(path):
    """Eight kinds of customers whose measures overlap, as they do."""
    import numpy as np

    draw = np.random.RandomState(11)
    kinds = draw.uniform(0, 10, (8, len(FEATURES)))
    sizes = np.array([0.3, 0.2, 0.15, 0.12, 0.1, 0.06, 0.05, 0.02])
    kind = draw.choice(8, FILE_ROWS, p=sizes)
    values = kinds[kind] + draw.normal(0, 2.5, (FILE_ROWS, len(FEATURES)))
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(["row", *FEATURES]) + "\n")
        for row, line in enumerate(values.round(3).tolist(), start=1):
            file.write(f"{row}," + ",".join(map(str, line)) + "\n")


def fitted(path, statement, algorithm):
    import numpy as np
    import pyarrow.csv
    from sklearn.cluster import KMeans

    with statement:
        f = pyarrow.csv.read_csv(path)
        points = np.column_stack([f[name].to_numpy() for name in FEATURES])
    with statement:
        found = KMeans(n_clusters=8, n_init=1, random_state=42, algorithm=algorithm).fit(points)
    with statement:
        squares = ((points - found.cluster_centers_[found.labels_]) ** 2).sum(axis=1)
        row = f["row"].to_numpy()
        rows = []
        for label in range(8):
            members = found.labels_ == label
            rows.append((label, int(members.sum()), int(row[members].sum()), float(squares[members].sum())))
    return [(COLUMNS, rows)]


def lloyd(path, statement):
    return fitted(path, statement, "lloyd")


def elkan(path, statement):
    return fitted(path, statement, "elkan")


PEERS = {"scikit-learn": lloyd, "scikit-learn, Elkan": elkan}
ROUNDS = {}
NOTES = """\
Rapport's statement also gives each row its distance, silhouettes of 5,000 rows, principal components for the plot, the
description of each cluster, and the model that other rows are assigned by; scikit-learn's gives labels and centres. Both use all
cores. Rapport keeps the result in SQLite, written behind the prompt while the next statement runs: the whole process includes that.
"""

if __name__ == "__main__":
    serve(PEERS)
