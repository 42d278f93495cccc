"""How a peer's program talks to the harness: exactly as `rapport` does.

Standard output carries the results as CSV tables, one after another. With `RAPPORT_TIMINGS=1` standard error carries one JSON line a
statement, `{"statement": n, "seconds": s}`: the time around the call, imports excluded. Nothing is imported here that
a peer would not load anyway, since the whole process is timed too.
"""

import json
import sys
import time


class Statements:
    """Times the statements of a program, one `with` block each, in order."""

    def __init__(self):
        self._count = 0

    def __enter__(self):
        self._count += 1
        self._start = time.perf_counter()

    def __exit__(self, *error):
        seconds = time.perf_counter() - self._start
        print(json.dumps({"statement": self._count, "seconds": seconds}), file=sys.stderr)


def serve(peers):
    """Runs the peer that the command line names on the file it names: `job.py PEER FILE`.

    A peer is `function(path, statement)` and gives its tables, each `(columns, rows)`.
    """
    peer, path = sys.argv[1:]
    for columns, rows in peers[peer](path, Statements()):
        print(",".join(columns))
        for row in rows:
            print(",".join(map(text, row)))


def text(cell):
    """A cell as CSV; the jobs' texts hold no comma and no quote. Floats print all their digits."""
    return repr(float(cell)) if isinstance(cell, float) else str(cell)
