"""Response times of a help desk: a million messages, not sorted, some of them twice.

Each side finds, for every conversation, when its open questions were answered: from the first customer message that
nobody has answered to the next message of an agent. Bots do not answer. The file is not that of the orders: it is made
here, seeded, beside the others.
"""

from protocol import serve

TITLE = "Response times"
FILE = "messages-1m.csv"
FILE_ROWS = 1_000_000
OURS = """\
load "{path}" as m
r = m | efficiency.conversations
r | summarize conversations=count(), answered=count(first_response_seconds), first=sum(first_response_seconds),
    median=median(first_response_seconds), replies=sum(replies), typical=sum(median_reply_seconds),
    customers=sum(customer_messages), agents=sum(agent_messages), turns=sum(turns), waiting=sum(awaiting_reply)
"""
STATEMENTS = ["load", "response times", "summed up"]
SUMS = [
    "conversations", "answered", "first", "median", "replies", "typical", "customers", "agents", "turns", "waiting",
]
TABLES = [SUMS]


def make(path):
    """Conversations of about six messages over a year; 0.2% of the rows stand there twice, and none is in order."""
    import numpy as np
    import polars as pl

    rows = FILE_ROWS
    random = np.random.default_rng(11)
    conversations = rows // 6
    conversation = np.sort(random.integers(0, conversations, rows))
    start = random.integers(0, 365 * 86_400, conversations)
    gap = random.exponential(1_800, rows).astype(np.int64) + 1
    seconds = start[conversation] + np.cumsum(gap) - np.maximum.accumulate(
        np.where(np.r_[True, conversation[1:] != conversation[:-1]], np.cumsum(gap) - gap, 0)
    )
    side = random.choice(np.array(["customer", "agent", "bot"]), rows, p=[0.52, 0.41, 0.07])
    side[np.r_[True, conversation[1:] != conversation[:-1]]] = "customer"
    agent = np.where(side == "agent", np.char.add("agent ", random.integers(1, 60, rows).astype(str)), "")
    order = random.permutation(np.r_[np.arange(rows), random.integers(0, rows, rows // 500)])[:rows]
    frame = pl.DataFrame(
        {
            "message_id": pl.Series(order + 1_000_000),
            "conversation_id": pl.Series(np.char.add("C", np.char.zfill(conversation[order].astype(str), 7))),
            "sent_at": pl.Series(np.datetime64("2026-01-01T00:00:00", "ms") + 1_000 * seconds[order]),
            "sender_type": pl.Series(side[order]),
            "agent": pl.Series(agent[order]),
        }
    ).with_columns(pl.col("agent").replace("", None))
    frame.write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S")


def polars(path, statement):
    import polars as pl

    with statement:
        m = pl.read_csv(path, try_parse_dates=True)
    with statement:
        key, side, sent = pl.col("conversation_id"), pl.col("sender_type"), pl.col("sent_at")
        # Of runs of one side only the first message counts: an agent's run answers the customer's run before it.
        is_turn = ((key != key.shift(1)) | (side != side.shift(1))).fill_null(True)
        reply = (
            pl.when((side == "agent") & (key == key.shift(1)))
            .then((sent - sent.shift(1)).dt.total_microseconds() / 1e6)
            .alias("reply")
        )
        messages = (
            m.lazy()
            .unique("message_id", keep="first", maintain_order=True)
            .filter(side.is_in(["customer", "agent"]))
            .sort("conversation_id", "sent_at", maintain_order=True)
        )
        counts = messages.group_by("conversation_id").agg(
            (side == "customer").sum().alias("customers"),
            (side == "agent").sum().alias("agents"),
            (side.last() == "customer").alias("waiting"),
        )
        turns = (
            messages.filter(is_turn)
            .with_columns(reply)
            .group_by("conversation_id")
            .agg(
                pl.col("reply").drop_nulls().first().alias("first"),
                pl.col("reply").median().alias("median"),
                pl.col("reply").count().alias("replies"),
                pl.len().alias("turns"),
            )
        )
        r = counts.join(turns, on="conversation_id").collect()
    with statement:
        sums = r.select(
            pl.len().alias("conversations"),
            pl.col("first").count().alias("answered"),
            pl.col("first").sum(),
            pl.col("first").median().alias("middle"),
            pl.col("replies").sum(),
            pl.col("median").sum().alias("typical"),
            pl.col("customers").sum(),
            pl.col("agents").sum(),
            pl.col("turns").sum(),
            pl.col("waiting").sum(),
        ).row(0)
    return [(SUMS, [sums])]


def pandas(path, statement):
    import pandas as pd

    with statement:
        m = pd.read_csv(path, parse_dates=["sent_at"], date_format="%Y-%m-%d %H:%M:%S")
    with statement:
        m = m.drop_duplicates("message_id")
        m = m[m["sender_type"].isin(["customer", "agent"])]
        m = m.sort_values(["conversation_id", "sent_at"], kind="stable")
        key, side = m["conversation_id"], m["sender_type"]
        is_customer = side == "customer"
        g = is_customer.groupby(key, sort=False)
        customers, messages, waiting = g.sum(), g.count(), g.last()
        m = m[(key != key.shift()) | (side != side.shift())]
        key, sent = m["conversation_id"], m["sent_at"]
        is_reply = (m["sender_type"] == "agent") & (key == key.shift())
        g = (sent - sent.shift()).dt.total_seconds().where(is_reply).groupby(key, sort=False)
        first, median, replies, turns = g.first(), g.median(), g.count(), g.size()
    with statement:
        sums = [
            len(first), first.count(), first.sum(), first.median(), replies.sum(), median.sum(), customers.sum(),
            (messages - customers).sum(), turns.sum(), int(waiting.sum()),
        ]
    return [(SUMS, [sums])]


PEERS = {"Polars": polars, "pandas": pandas}
ROUNDS = {}
NOTES = """\
The file is made for this job: about six messages a conversation, texts as ids, rows in no order, 0.2% of them twice. *Response times*
leaves out what stands there twice and bots, sorts each conversation and finds all its replies. Rapport's statement also finds who
answered, what is still open at the end, the curve of first answers and the quantiles of the findings, which the peers leave out.
It keeps the result in SQLite, written behind the prompt while the next statement runs: the whole process includes that.
"""

if __name__ == "__main__":
    serve(PEERS)
