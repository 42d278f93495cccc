extension Conversations {
    static let details = """
        **Which rows count.** Public messages of customers and of people who answer. Bots (`count_bots`), the system, \
        private notes and exact duplicates do not; caveats count them. The order is by time, then by row.

        **Waiting.** A question is open from the first customer message that nobody has answered; the next public \
        message of an agent closes it. That is a *reply*, and `replies` (also `exchanges`) counts them. The *first \
        response* is the first of them: a conversation that an agent began is timed from the customer's first message. \
        A reply belongs to whoever wrote it. Bots on the way change nothing: the customer still waits.

        **Open at `as_of`.** `awaiting_reply`, `open_wait_seconds` (since the open question), `waiting_seconds` (no \
        answer at all yet) and `unresolved_seconds`. `as_of` is the latest moment of the data unless set, never the \
        clock on the wall. `ignore=thanks` leaves messages that only say thanks, praise or goodbye, in English or Chinese, out \
        of the open questions, after an answer.

        **Resolved.** `resolved_at` of the rows or of `tickets`. `one_contact`: resolved, never opened again, and at \
        most one public message of an agent (`le1`; `eq1`: exactly one; `one_agent`: any number of one agent). \
        Resolved before it began is an error of the row: left out and counted.

        **Targets.** `targets={"first_response": 30min, "resolution": {"high": 1d, "other": 3d}}`. Met where the time \
        is at most the target; an open one has failed once it is over it, and is undecided before. `clock=business` \
        counts open hours, and so does the curve of first answers on which the targets stand as lines.

        **Business hours.** `calendar="hours.csv"`, with the columns `day` and `hours`: `zone,Asia/Shanghai`, \
        `mon-fri,09:00-12:00 13:00-18:00`, `2026-10-01..2026-10-07,closed`, `2026-10-10,workday` (调休: a make-up \
        workday), `sat,22:00-06:00` (ends on Sunday). Days on which clocks are set have 23 or 25 hours.

        **Mails.** Without a conversation, reply links (`message`, `reply_to`) make them; else the subject without \
        Re: and Fwd: together with who takes part, cut at silences of `thread_gap`. `ours=["our.domain"]` tells our \
        senders from customers.

        **A table of tickets** (`created_at`, with `first_response_at` or `resolved_at`) works without messages; \
        replies and turns are then missing.

        **Read it** from the medians: a few long waits carry every mean. Go on with `efficiency.groups`, \
        `efficiency.backlog` and `efficiency.score`.

        **Do not trust it** where the log misses a channel (a call that answers a mail), or where agents resolve \
        cases to meet a target: look at `reopen_rate` beside it.
        """
}
