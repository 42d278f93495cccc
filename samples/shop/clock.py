"""The shop's two years and its opening hours (Singapore time, which has no summer time)."""

from datetime import date, datetime, time, timedelta

FIRST_DAY = date(2024, 11, 1)
LAST_DAY = date(2026, 10, 31)
LAST_MOMENT = datetime.combine(LAST_DAY, time(21, 30))
DAYS = (LAST_DAY - FIRST_DAY).days + 1

OPENS, CLOSES = time(9), time(18)
WORKDAYS = range(0, 6)  # Monday to Saturday


def day(offset: int) -> date:
    return FIRST_DAY + timedelta(days=offset)


def season(when: date) -> float:
    """How lively a day is: New Year's visits, Mid-Autumn and Christmas sell up to twice as much."""
    if when.month in (1, 12) or (when.month == 2 and when.day <= 10):
        return 2.0
    if when.month == 9:
        return 1.7
    return 1.0


def is_open(when: datetime) -> bool:
    return when.weekday() in WORKDAYS and OPENS <= when.time() < CLOSES


def next_opening(when: datetime) -> datetime:
    """`when` itself in opening hours, else the moment the shop next opens."""
    if is_open(when):
        return when
    if when.weekday() in WORKDAYS and when.time() < OPENS:
        return datetime.combine(when.date(), OPENS)
    following = when.date() + timedelta(days=1)
    while following.weekday() not in WORKDAYS:
        following += timedelta(days=1)
    return datetime.combine(following, OPENS)


def after_working(when: datetime, minutes: float) -> datetime:
    """The moment `minutes` of opening hours after `when`."""
    moment = next_opening(when)
    left = timedelta(minutes=minutes)
    while True:
        until_closing = datetime.combine(moment.date(), CLOSES) - moment
        if left < until_closing:
            return (moment + left).replace(microsecond=0)
        left -= until_closing
        moment = next_opening(datetime.combine(moment.date(), CLOSES))
