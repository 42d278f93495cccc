"""Surveys: after a closed conversation, and once a quarter to some customers; half are never answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from . import clock, phrases
from .chance import Chance
from .conversations import Conversation
from .people import Customer

QUARTERS = [
    datetime(2025, 11, 4, 10),
    datetime(2026, 2, 24, 10),
    datetime(2026, 5, 5, 10),
    datetime(2026, 8, 4, 10),
]


@dataclass
class Survey:
    customer: str
    conversation: str
    occasion: str
    sent: datetime
    answered: datetime | None = None
    satisfaction: int | None = None  # 1…5
    effort: int | None = None  # 1…7, 7 is easy
    recommend: int | None = None  # 0…10
    comment: str = ""


def _scaled(chance: Chance, level: float, low: int, high: int) -> int:
    """A mark on a scale from somebody who feels `level`, with a hand that is not steady."""
    mark = low + (high - low + 1) * (level + 0.11 * chance.bell())
    return min(high, max(low, int(mark)))


def _comment(chance: Chance, level: float, language: str) -> str:
    if not chance.happens(0.55):
        return ""
    mood = "bad" if level < 0.42 else "good" if level > 0.66 else "plain"
    return chance.pick(phrases.COMMENT[mood][language])


def surveys(customers: list[Customer], talks: list[Conversation]) -> list[Survey]:
    chance = Chance("surveys")
    result = [_after(chance, talk) for talk in talks if talk.closed and chance.happens(0.7)]
    for quarter in QUARTERS:
        known = [customer for customer in customers if customer.signed_up < quarter.date()]
        result += [_quarterly(chance, customer, quarter) for customer in chance.sample(known, 70)]
    result.sort(key=lambda survey: (survey.sent, survey.customer))
    return [survey for survey in result if survey.sent <= clock.LAST_MOMENT]


def _after(chance: Chance, talk: Conversation) -> Survey:
    survey = Survey(talk.customer.id, talk.id, "after contact", talk.closed + timedelta(hours=2))
    extreme = abs(talk.content - 0.5)
    at = survey.sent + timedelta(minutes=5 + int(chance.waiting(600)))
    if chance.happens(0.38 + 0.5 * extreme) and at <= clock.LAST_MOMENT:
        survey.answered = at
        survey.satisfaction = _scaled(chance, talk.content + 0.05, 1, 5)
        survey.effort = _scaled(chance, talk.content, 1, 7) if chance.happens(0.8) else None
        survey.comment = _comment(chance, talk.content, talk.language)
    return survey


def _quarterly(chance: Chance, customer: Customer, quarter: datetime) -> Survey:
    survey = Survey(customer.id, "", "quarterly", quarter)
    if chance.happens(0.25 + 0.35 * customer.mood):
        survey.answered = quarter + timedelta(minutes=30 + int(chance.waiting(2000)))
        survey.recommend = _scaled(chance, customer.mood + 0.05, 0, 10)
        survey.satisfaction = _scaled(chance, customer.mood, 1, 5)
        survey.comment = _comment(chance, customer.mood, customer.language)
    return survey
