"""The files as somebody exported them: columns, formats, and the untidiness that README.md lists."""

from datetime import date, datetime
from typing import Iterable

from . import people
from .chance import Chance
from .conversations import Conversation
from .opinions import Survey
from .people import Customer
from .purchases import Line
from .relations import Relation
from .solutions import SOLUTIONS

Rows = list[list[str]]


def _money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _day_first(when: date) -> str:
    return f"{when.day:02}/{when.month:02}/{when.year}"


def _or_blank(value: int | None) -> str:
    return "" if value is None else str(value)


def _moment(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"


def csv(rows: Iterable[list[str]], newline: str = "\n") -> str:
    """RFC 4180 text: a field is quoted only where it must be."""

    def field(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text

    return "".join(",".join(map(field, row)) + newline for row in rows)


def customers(everyone: list[Customer]) -> Rows:
    """Two date formats in `signed_up` (two tills), `N/A` and blanks in numbers, one id twice."""
    chance = Chance("customers on paper")
    header = "customer_id name email company kind city country "
    header += "signed_up birth_year points newsletter"
    rows = [header.split()]
    for customer in everyone:
        iso = chance.happens(0.6)
        birth = _or_blank(customer.birth_year)
        if birth and chance.happens(0.22):
            birth = chance.pick(["N/A", ""])
        points = f"{customer.points:,}" if not chance.happens(0.07) else chance.pick(["N/A", ""])
        row = [
            customer.id,
            customer.name,
            customer.email,
            customer.company,
            customer.circle.kind,
            customer.city,
            customer.country,
            f"{customer.signed_up:%Y-%m-%d}" if iso else _day_first(customer.signed_up),
            birth,
            points,
            "yes" if customer.newsletter else "no",
        ]
        if customer.id == people.TWICE:
            old = list(row)
            old[5], old[6], old[9] = "London", "GB", "0"
            rows.append(old)
        rows.append(row)
    return rows


def orders(sold: list[Line]) -> Rows:
    """Refunds are negative; a few prices and amounts are missing; one spring's till wrote `WeChat`."""
    chance = Chance("orders on paper")
    header = "order_id customer_id ordered_at sku product category quantity "
    header += "unit_price discount amount channel note"
    rows = [header.split()]
    for line in sold:
        price, amount = _money(line.product.cents), _money(line.cents)
        lost = chance.unit()
        if lost < 0.006:
            amount = "N/A"
        elif lost < 0.010:
            amount = ""
        elif lost < 0.020:
            price = "N/A"
        channel = line.channel
        if channel == "wechat" and date(2025, 3, 1) <= line.at.date() < date(2025, 6, 1):
            channel = "WeChat"
        rows.append(
            [
                line.order,
                line.customer,
                _moment(line.at),
                line.product.sku,
                line.product.label,
                line.product.category,
                str(line.quantity),
                price,
                "N/A" if line.discount is None else str(line.discount),
                amount,
                channel,
                line.note,
            ]
        )
    return rows


def messages(talks: list[Conversation]) -> Rows:
    """All messages by time, as the help desk's log has them; `reply_to` is known for the later ones only."""
    log = []
    for talk in talks:
        for place, message in enumerate(talk.messages):
            log.append((message.at, talk.id, place, talk, message))
    log.sort(key=lambda entry: entry[:3])
    names = {(id, place): f"M{number:06}" for number, (_, id, place, _, _) in enumerate(log, start=5001)}
    header = "message_id conversation_id customer_id sent_at channel sender_type agent "
    header += "reply_to text"
    rows = [header.split()]
    for at, id, place, talk, message in log:
        answered = names.get((id, message.reply_to), "") if message.reply_to is not None else ""
        rows.append(
            [
                names[id, place],
                id,
                talk.customer.id,
                _moment(at),
                talk.channel,
                message.side,
                message.agent,
                answered,
                message.text,
            ]
        )
    return rows


def conversations(talks: list[Conversation]) -> Rows:
    """One row a conversation; `tag` is what an agent chose, where one did, and not always rightly."""
    rows = ["conversation_id customer_id opened_at closed_at status priority owner reopened tag".split()]
    for talk in talks:
        rows.append(
            [
                talk.id,
                talk.customer.id,
                _moment(talk.opened),
                _moment(talk.closed),
                "closed" if talk.closed else "open",
                talk.priority,
                talk.agent.name,
                str(talk.reopened),
                talk.tag,
            ]
        )
    return rows


def surveys(answers: list[Survey]) -> Rows:
    """`sent_at` is day first throughout; a score can be `N/A` (declined) or blank (no answer)."""
    chance = Chance("surveys on paper")
    header = "survey_id customer_id conversation_id occasion sent_at answered_at score "
    header += "effort recommend comment"
    rows = [header.split()]
    for number, survey in enumerate(answers, start=801):
        score = _or_blank(survey.satisfaction)
        if survey.answered and chance.happens(0.05):
            score = "N/A"
        rows.append(
            [
                f"V{number:04}",
                survey.customer,
                survey.conversation,
                survey.occasion,
                f"{_day_first(survey.sent)} {survey.sent:%H:%M}",
                _moment(survey.answered),
                score,
                _or_blank(survey.effort),
                _or_blank(survey.recommend),
                survey.comment,
            ]
        )
    return rows


def relations(known: list[Relation]) -> Rows:
    """A self-mention, two rows twice, ids with a blank behind them and weights nobody counted."""
    chance = Chance("relations on paper")
    rows = ["source target kind date weight".split()]
    mentions = [
        place
        for place, relation in enumerate(known)
        if relation.kind == "mention" and relation.source != people.SHOP
    ]
    twice = set(mentions[40:42])
    itself = mentions[75]
    for place, relation in enumerate(known):
        target = relation.source if place == itself else relation.target
        weight = "" if relation.kind == "mention" and chance.happens(0.03) else _or_blank(relation.weight)
        row = [
            relation.source + (" " if chance.happens(0.01) else ""),
            target,
            relation.kind,
            f"{relation.on:%Y-%m-%d}",
            weight,
        ]
        rows += [row, list(row)] if place in twice else [row]
    return rows


def solutions() -> Rows:
    """Chinese column names and dates, as the colleague who keeps the list writes them."""
    rows = ["方案编号 标题 内容 标签 语言 更新日期".split()]
    for item in SOLUTIONS:
        rows.append(
            [
                item.id,
                item.title,
                item.text,
                item.tags,
                item.language,
                f"{item.updated.year}年{item.updated.month}月{item.updated.day}日",
            ]
        )
    return rows
