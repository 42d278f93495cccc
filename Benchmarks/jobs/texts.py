"""TF-IDF and k-means of 100,000 texts of 15 to 35 words: five things that customers ask for.

Every side counts the words that are not stop words, in two texts at least and half of them at most, weights
them, and groups the texts by k-means from five starts. The groups must be the same: texts are counted and their
numbers summed up by group, the largest first.
"""

import random

from protocol import serve

TITLE = "What customers ask for (TF-IDF and k-means)"
FILE = "requests-100000.csv"
FILE_ROWS = 100_000
GROUPS = 5
OURS = f"""\
load "{{path}}" as f
c = f | demand.cluster text=text n_clusters={GROUPS} algorithm=kmeans n_init=5 stop_words=english min_df=2 max_df=0.5 numbers=true strip_quotes=false
c | summarize n=count(), rows=sum(id), squares=sum(id * id) by cluster
"""
STATEMENTS = ["load", "TF-IDF and k-means", "sums by group"]
COLUMNS = ["cluster", "n", "rows", "squares"]
TABLES = [COLUMNS]

SYLLABLES = [first + second for first in "bcdfghklmnprstvz" for second in "aeiou"]
FILLER = "the a my your is was are has been it this that we i they and or with from in on at to of for".split()


def make(path):
    """20,000 words by Zipf's law, and of each kind 15 words of its own; the same bytes everywhere."""
    draw = random.Random(1998)
    words = sorted({"".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(21_000)})
    draw.shuffle(words)
    kinds = [words[start : start + 15] for start in range(0, 15 * GROUPS, 15)]
    common = words[15 * GROUPS :]
    weights = [1 / (rank + 20) for rank in range(len(common))]
    sizes = [0.3, 0.25, 0.2, 0.15, 0.1]
    with open(path, "w", encoding="utf-8") as file:
        file.write("id,text\n")
        for number in range(1, FILE_ROWS + 1):
            own = draw.choices(kinds, weights=sizes)[0]
            count = draw.randint(15, 35)
            text = draw.choices(own, k=count // 2)
            text += draw.choices(common, weights=weights, k=count // 4)
            text += draw.choices(FILLER, k=count - len(text))
            draw.shuffle(text)
            file.write(f"{number}," + " ".join(text) + "\n")


def scikit_learn(path, statement):
    import numpy as np
    import pyarrow.csv
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    with statement:
        f = pyarrow.csv.read_csv(path)
        number, texts = f["id"].to_numpy(), f["text"].to_pylist()
    with statement:
        weights = TfidfVectorizer(stop_words="english", min_df=2, max_df=0.5).fit_transform(texts)
        labels = KMeans(n_clusters=GROUPS, n_init=5, random_state=42).fit_predict(weights)
    with statement:
        sizes = np.bincount(labels, minlength=GROUPS)
        rows = []
        for place, label in enumerate(np.argsort(-sizes, kind="stable"), start=1):
            members = number[labels == label]
            rows.append((place, int(sizes[label]), int(members.sum()), int((members * members).sum())))
    return [(COLUMNS, rows)]


PEERS = {"scikit-learn": scikit_learn}
ROUNDS = {}
NOTES = """\
Rapport's statement also makes one text of equal ones, leaves out addresses and telephone numbers, and gives each
group its name, its words with two measures, its coherence, its silhouette and an example, and each text its
likeness; scikit-learn's gives labels and centres. Both use all cores.
"""

if __name__ == "__main__":
    serve(PEERS)
