"""Who brought whom and who mentions whom: circles, a few who bridge them, and a hub that is the shop."""

from dataclasses import dataclass
from datetime import date

from . import clock
from .chance import Chance
from .people import SHOP, CIRCLES, Customer


@dataclass
class Relation:
    source: str
    target: str
    kind: str
    on: date
    weight: int | None = 1


def relations(customers: list[Customer]) -> list[Relation]:
    chance = Chance("relations")
    result = _referrals(chance, customers) + _mentions(chance, customers) + _from_the_shop(chance, customers)
    result.sort(key=lambda relation: (relation.on, relation.kind, relation.source, relation.target))
    return result


def _referrals(chance: Chance, customers: list[Customer]) -> list[Relation]:
    """Trees of referrals: a customer is brought by an earlier one of its circle, rarely of another.

    Those who brought many bring more, so each circle has a few to whom much can be traced back.
    """
    result: list[Relation] = []
    brought = {customer.id: 0 for customer in customers}
    for customer in sorted(customers, key=lambda customer: (customer.signed_up, customer.id)):
        if customer.signed_up < clock.FIRST_DAY or not chance.happens(0.62):
            continue
        near = chance.happens(0.9)
        earlier = [
            other
            for other in customers
            if other.signed_up < customer.signed_up
            and (other.circle is customer.circle) == near
            and other.mood > 0.35
        ]
        if earlier:
            friend = chance.weighted([(other, 1 + 3 * brought[other.id]) for other in earlier])
            brought[friend.id] += 1
            result.append(Relation(friend.id, customer.id, "referral", customer.signed_up, 1))
    return result


def _mentions(chance: Chance, customers: list[Customer]) -> list[Relation]:
    """Mentions in reviews and in chat groups: mostly inside a circle, by and to the lively ones."""
    result: list[Relation] = []
    lively = {"champion": 5.0, "loyal": 3.0, "regular": 1.5}
    for circle in CIRCLES:
        members = [
            (customer, lively.get(customer.behaviour, 0.6))
            for customer in customers
            if customer.circle is circle
        ]
        outside = [customer for customer in customers if customer.circle is not circle]
        for _ in range(int(len(members) * 1.1)):
            source = chance.weighted(members)
            target = chance.weighted(members) if chance.happens(0.93) else chance.pick(outside)
            start = max(source.signed_up, target.signed_up, clock.FIRST_DAY)
            if source is target or start >= clock.LAST_DAY:
                continue
            on = clock.FIRST_DAY.fromordinal(chance.integer(start.toordinal(), clock.LAST_DAY.toordinal()))
            result.append(
                Relation(
                    source.id, target.id, "mention", on, chance.weighted([(1, 6), (2, 3), (3, 2), (5, 1)])
                )
            )
    return result


def _from_the_shop(chance: Chance, customers: list[Customer]) -> list[Relation]:
    """The shop's own account thanks people in public: a hub that says nothing about the customers."""
    thanked = chance.sample([customer for customer in customers if customer.signed_up < date(2026, 6, 1)], 64)
    return [
        Relation(
            SHOP,
            customer.id,
            "mention",
            clock.FIRST_DAY.fromordinal(
                chance.integer(date(2026, 6, 1).toordinal(), clock.LAST_DAY.toordinal())
            ),
            1,
        )
        for customer in thanked
    ]
