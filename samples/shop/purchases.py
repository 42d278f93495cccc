"""Order lines: baskets by behaviour and season, with discounts, refunds and sales without an account."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from . import catalogue, clock
from .catalogue import Product
from .chance import Chance
from .people import Customer

ORDERS = {
    "champion": (11, 19),
    "loyal": (5, 9),
    "regular": (2, 4),
    "new": (1, 2),
    "lapsed": (3, 6),
    "once": (1, 1),
}
CHANNELS = {
    "cafe": [("web", 5), ("phone", 3), ("wechat", 2)],
    "office": [("web", 7), ("phone", 3)],
    "home": [("web", 6), ("shop", 2), ("wechat", 2)],
}
NOTES = [
    "Please leave it with the neighbour",
    "Gift, no price on the slip please",
    "+1 sample sachet if there is one left",
    "=same as last time",
    "- no plastic bag -",
    "Ring twice,\nthe bell is quiet",
    "送货前请先打电话",
    "礼物，请勿放价格单",
    "放门卫处即可\n电话打不通请发微信",
    "发票抬头：见附件",
    'Card to read "Happy birthday, Mum"',
]


@dataclass
class Line:
    order: str
    customer: str
    at: datetime
    product: Product
    quantity: int
    discount: int | None  # per cent; none where nobody wrote it down
    channel: str
    note: str = ""

    @property
    def cents(self) -> int:
        """The line's amount, rounded half up to the cent as the till does."""
        gross = self.quantity * self.product.cents * (100 - (self.discount or 0))
        return (gross + 50) // 100 if gross >= 0 else -((-gross + 50) // 100)


def _moment(chance: Chance, on: date) -> datetime:
    return datetime.combine(on, time(chance.integer(8, 20), chance.integer(0, 59), chance.integer(0, 59)))


def _order_days(chance: Chance, customer: Customer) -> list[date]:
    """Days to order on between signing up and the last day, livelier in season."""
    start = max(customer.signed_up, clock.FIRST_DAY)
    end = max(customer.last_day, start)
    span = (end - start).days
    days: list[date] = []
    for _ in range(chance.integer(*ORDERS[customer.behaviour])):
        candidates = [start + timedelta(days=chance.integer(0, span)) for _ in range(3)]
        pull = 6.0 if customer.circle.name == "gift givers" else 1.0
        days.append(chance.weighted([(day, clock.season(day) ** pull) for day in candidates]))
    if customer.behaviour in ("champion", "loyal", "lapsed"):
        days[-1] = end  # what makes them recent, or long gone
    return sorted(set(days))


def _basket(chance: Chance, customer: Customer) -> list[tuple[Product, int]]:
    wholesale = customer.circle.kind == "cafe"
    basket: dict[str, int] = {}
    for _ in range(chance.weighted([(1, 5), (2, 4), (3, 1)])):
        shelf = chance.weighted(customer.circle.shelves)
        product = chance.pick(catalogue.on_shelf(shelf))
        basket[product.sku] = (
            chance.integer(4, 18) if wholesale else chance.weighted([(1, 6), (2, 3), (3, 1)])
        )
    for first, second, probability in catalogue.PAIRS:
        if first in basket and chance.happens(probability):
            basket.setdefault(second, max(1, basket[first] // 2))
    return [(catalogue.BY_SKU[sku], basket[sku]) for sku in sorted(basket)]


def lines(customers: list[Customer]) -> list[Line]:
    """Every order line by time; order numbers run with it."""
    chance = Chance("orders")
    baskets: list[tuple[datetime, str, str, list[tuple[Product, int]], int | None]] = []
    for customer in customers:
        for day in _order_days(chance, customer):
            discount = chance.weighted([(0, 7), (5, 1), (10, 2), (None, 1)])
            if customer.circle.kind == "cafe":
                discount = chance.weighted([(15, 6), (20, 3), (None, 1)])
            channel = chance.weighted(CHANNELS[customer.circle.kind])
            baskets.append((_moment(chance, day), customer.id, channel, _basket(chance, customer), discount))
    baskets += _without_account(chance)
    baskets.sort(key=lambda basket: (basket[0], basket[1]))
    result = []
    for number, (at, customer, channel, basket, discount) in enumerate(baskets, start=2701):
        note = chance.pick(NOTES) if chance.happens(0.06) else ""
        for product, quantity in basket:
            result.append(Line(f"{number:06}", customer, at, product, quantity, discount, channel, note))
            note = ""
    result += _refunds(chance, result, {customer.id: customer for customer in customers})
    result.sort(key=lambda line: (line.at, line.order))
    return result


def _without_account(chance: Chance):
    """Sales over the counter, and three accounts that were deleted while their orders stayed."""
    walk_ins = [
        ("", "shop", day) for day in (clock.day(chance.integer(0, clock.DAYS - 1)) for _ in range(34))
    ]
    deleted = [
        (id, "web", clock.day(chance.integer(40, 500)))
        for id in ("00871", "00872", "00872", "00905", "00905")
    ]
    last = [("", "shop", clock.LAST_DAY)]  # the data ends on its last day, whatever else is drawn
    for customer, channel, day in walk_ins + deleted + last:
        product = chance.pick(catalogue.on_shelf(chance.weighted(catalogue.HOME)))
        yield _moment(chance, day), customer, channel, [(product, 1)], 0


def _refunds(chance: Chance, sold: list[Line], customers: dict[str, Customer]) -> list[Line]:
    """Goods sent back: a negative line of the same order, days later; likelier from the discontent."""
    refunds = []
    for line in sold:
        mood = customers[line.customer].mood if line.customer in customers else 0.9
        fragile = 1.8 if line.product.category in ("teaware", "kettles") else 1.0
        at = line.at + timedelta(days=chance.integer(3, 21), minutes=chance.integer(0, 300))
        if chance.happens(0.075 * (1.1 - mood) * fragile) and at < clock.LAST_MOMENT:
            back = line.quantity if line.quantity < 4 else chance.integer(1, line.quantity // 2)
            refunds.append(
                Line(line.order, line.customer, at, line.product, -back, line.discount, line.channel)
            )
    return refunds
