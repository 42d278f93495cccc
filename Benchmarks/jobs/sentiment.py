"""VADER of 100,000 English texts of 5 to 40 words, with capitals, marks and emoji: the four numbers of each.

All four are compared, text by text, to the last digit.
"""

import csv
import random
from pathlib import Path

from protocol import serve

TITLE = "How texts feel (VADER)"
FILE = "texts-100000.csv"
FILE_ROWS = 100_000
OURS = """\
load "{path}" as f
s = f | sentiment.score text=text language=en
s | select id, neg, neu, pos, compound
"""
STATEMENTS = ["load", "score"]
COLUMNS = ["id", "neg", "neu", "pos", "compound"]
TABLES = [COLUMNS]

FILLER = """the a my your order parcel tea pot box was is are has been it this that we I they came went today yesterday
shop service delivery customer account invoice question answer table cup morning week email phone and or with from in
on at to of for again still now then there here some any each both after before""".split()
RULES = "not never no very really so kind of sort but least without doubt barely extremely isn't don't".split()
EMOJI = ["😀", "😡", "👍", "💔", "❤️", "👨‍👩‍👧"]


def make(path):
    """Words of the lexicon among plain ones, about one in six; the same bytes everywhere."""
    draw = random.Random(2014)
    lexicon = Path(__file__).resolve().parents[2] / "Sources" / "CLexicons" / "data" / "vader_lexicon.tsv"
    words = [line.split("\t")[0] for line in lexicon.read_text(encoding="utf-8").splitlines()]
    words = [word for word in words if word.isalpha()]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        for number in range(FILE_ROWS):
            writer.writerow([number + 1, text(draw, words)])


def text(draw, words):
    parts = []
    for _ in range(draw.randint(5, 40)):
        kind = draw.random()
        word = draw.choice(words if kind < 0.16 else RULES if kind < 0.3 else FILLER)
        if draw.random() < 0.03:
            word = word.upper()
        if draw.random() < 0.1:
            word += draw.choice([",", ".", "!", "!!", "?", " :)", " :("])
        parts.append(word)
    if draw.random() < 0.1:
        parts.append(draw.choice(EMOJI))
    return " ".join(parts)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [(int(row["id"]), row["text"]) for row in csv.DictReader(file)]


def rows(texts, scores):
    return [
        [number, score["neg"], score["neu"], score["pos"], score["compound"]]
        for (number, _), score in zip(texts, scores)
    ]


def one_process(path, statement):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    with statement:
        texts = read(path)
    with statement:
        analyzer = SentimentIntensityAnalyzer()
        scores = [analyzer.polarity_scores(text) for _, text in texts]
    return [(COLUMNS, rows(texts, scores))]


_analyzer = None


def _start():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    global _analyzer
    _analyzer = SentimentIntensityAnalyzer()


def _score(text):
    return _analyzer.polarity_scores(text)


def all_cores(path, statement):
    """A process a core: as somebody does who has much to score."""
    import multiprocessing
    import os

    import vaderSentiment.vaderSentiment  # noqa: F401  the import is no part of the statement

    with statement:
        texts = read(path)
    with statement:
        with multiprocessing.Pool(len(os.sched_getaffinity(0)), _start) as pool:
            scores = pool.map(_score, [text for _, text in texts], chunksize=1_000)
    return [(COLUMNS, rows(texts, scores))]


PEERS = {"vaderSentiment": one_process, "vaderSentiment, a process a core": all_cores}
ROUNDS = {}
NOTES = """\
Both sides build their lexicon within the statement.
"""

if __name__ == "__main__":
    serve(PEERS)
