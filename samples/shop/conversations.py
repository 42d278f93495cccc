"""Conversations with the help desk, message by message, and the surveys sent after them."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from . import catalogue, clock, phrases
from .chance import Chance
from .people import Customer
from .purchases import Line

COUNT = 430


@dataclass(frozen=True)
class Agent:
    name: str
    languages: str
    minutes: float  # of opening hours, typical wait for an answer
    curt: float  # how often the answer says nothing


AGENTS = [
    Agent("Mei Tan", "en zh", 11, 0.02),
    Agent("Tom Reid", "en", 24, 0.06),
    Agent("林静", "zh", 17, 0.03),
    Agent("Priya Nair", "en", 75, 0.10),
    Agent("Oscar Lim", "en zh", 290, 0.45),
]

TOPICS = {  # the weight of each topic by kind of customer
    "home": {
        "delivery": 5,
        "damaged": 3,
        "refund": 3,
        "invoice": 1,
        "wholesale": 0,
        "brewing": 5,
        "account": 3,
    },
    "cafe": {
        "delivery": 3,
        "damaged": 1,
        "refund": 1,
        "invoice": 4,
        "wholesale": 7,
        "brewing": 2,
        "account": 1,
    },
    "office": {
        "delivery": 3,
        "damaged": 1,
        "refund": 1,
        "invoice": 7,
        "wholesale": 4,
        "brewing": 1,
        "account": 2,
    },
}
ENGRAVING_FROM = datetime(2026, 4, 1)  # nobody asked before
FRAGILE = ["0061", "0062", "0063", "0064", "0071"]
DRINKS = ["0011", "0012", "0014", "0021", "0022", "0031", "0033", "0041", "0051"]
ENGRAVABLE = ["0061", "0062", "0064"]
PRIORITY = {"damaged": "high", "refund": "high", "delivery": "normal", "invoice": "normal"}


@dataclass
class Message:
    at: datetime
    side: str  # customer, agent, bot, system
    agent: str
    text: str
    reply_to: int | None = None  # place of the message it answers, in its conversation


@dataclass
class Conversation:
    id: str
    customer: Customer
    topic: str
    channel: str
    priority: str
    agent: Agent
    language: str
    messages: list[Message] = field(default_factory=list)
    closed: datetime | None = None
    reopened: int = 0
    content: float = 0.5  # how the customer feels about it at the end
    tag: str = ""

    @property
    def opened(self) -> datetime:
        return self.messages[0].at


def _start(chance: Chance) -> datetime:
    """A moment to write in: the shop grows, December and January are busy, evenings too."""
    days = [chance.integer(0, clock.DAYS - 1) for _ in range(3)]
    on = clock.day(
        chance.weighted([(day, (0.5 + day / clock.DAYS) * clock.season(clock.day(day))) for day in days])
    )
    hour = chance.weighted([(h, 5 if 9 <= h < 18 else 2) for h in range(7, 21)])
    return datetime.combine(on, time(hour, chance.integer(0, 59), chance.integer(0, 59)))


def _topic(chance: Chance, customer: Customer, at: datetime) -> str:
    weights = dict(TOPICS[customer.circle.kind])
    if customer.circle.name == "far away":
        weights["delivery"] *= 3
    if clock.season(at.date()) > 1.5:
        weights["delivery"] *= 1.6
    if at >= ENGRAVING_FROM and customer.circle.kind == "home":
        weights["engraving"] = 1 + (at - ENGRAVING_FROM).days / 30
    return chance.weighted(sorted(weights.items()))


def _product(chance: Chance, topic: str, language: str) -> str:
    skus = {
        "damaged": FRAGILE,
        "brewing": DRINKS,
        "engraving": ENGRAVABLE,
        "wholesale": ["0092", "0091", "0032", "0014"],
    }
    product = catalogue.BY_SKU[chance.pick(skus.get(topic, DRINKS + FRAGILE))]
    return product.chinese if language == "zh" else product.english


def _mood(chance: Chance, level: float) -> str:
    """How a line sounds from somebody at `level`, 0 discontent … 1 content."""
    point = level + 0.16 * chance.bell()
    return "bad" if point < 0.40 else "good" if point > 0.80 else "plain"


def _written(chance: Chance, text: str, language: str) -> str:
    """The same text as people type it: small letters, a mark too many, none at the end."""
    if language == "en" and chance.happens(0.06):
        return text.lower().rstrip(".")
    if chance.happens(0.05):
        return text.replace("?", "??").replace("？", "？？")
    return text


class Desk:
    """Writes conversations one after another; orders are those the customer had by then."""

    def __init__(self, customers: list[Customer], sold: list[Line]):
        self._chance = Chance("messages")
        self._customers = [
            (
                customer,
                {"champion": 3.0, "loyal": 2.0, "regular": 1.2}.get(customer.behaviour, 0.8)
                * (1.6 - customer.mood),
            )
            for customer in customers
        ]
        self._orders: dict[str, list[tuple[datetime, str]]] = {}
        for line in sold:
            self._orders.setdefault(line.customer, []).append((line.at, line.order))

    def conversations(self) -> list[Conversation]:
        starts = sorted(_start(self._chance) for _ in range(COUNT))
        return [self._conversation(f"C{number:05}", at) for number, at in enumerate(starts, start=1204)]

    def _conversation(self, id: str, at: datetime) -> Conversation:
        chance = self._chance
        customer = chance.weighted(self._customers)
        topic = _topic(chance, customer, at)
        # One in twelve writes in the other language.
        language = customer.language if chance.happens(0.92) else {"en": "zh", "zh": "en"}[customer.language]
        channel = chance.weighted(
            [("email", 4), ("chat", 3), ("wechat", 5 if language == "zh" else 0), ("form", 1)]
        )
        agent = chance.pick([agent for agent in AGENTS if language in agent.languages])
        talk = Conversation(
            id, customer, topic, channel, PRIORITY.get(topic, "low"), agent, language, content=customer.mood
        )
        self._slots = self._fill(talk, at)
        self._open(talk, at)
        self._answer(talk)
        if talk.messages[-1].side == "agent":
            self._continue(talk)
        talk.messages = [message for message in talk.messages if message.at <= clock.LAST_MOMENT]
        talk.tag = topic if chance.happens(0.45) else ""
        if talk.tag and chance.happens(0.08):  # agents mistag too
            talk.tag = chance.pick(sorted(phrases.OPENING))
        return talk

    def _fill(self, talk: Conversation, at: datetime) -> dict[str, str]:
        chance, known = self._chance, [
            order for when, order in self._orders.get(talk.customer.id, []) if when <= at
        ]
        return {
            "product": _product(chance, talk.topic, talk.language),
            "order": known[-1] if known else f"{chance.integer(2701, 2990):06}",
            "days": str(chance.integer(3, 19)),
            "city": talk.customer.city,
            "count": str(chance.integer(2, 12) * 5),
        }

    def _say(
        self, talk: Conversation, at: datetime, side: str, text: str, reply_to: int | None = None
    ) -> None:
        author = talk.agent.name if side == "agent" else ""
        talk.messages.append(Message(at, side, author, text.format(**self._slots), reply_to))

    def _open(self, talk: Conversation, at: datetime) -> None:
        chance, language = self._chance, talk.language
        joint = " " if language == "en" else ""
        text = chance.pick(phrases.GREETING[language]) + chance.pick(phrases.OPENING[talk.topic][language])
        if chance.happens(0.75):
            text += joint + chance.pick(phrases.DETAIL[talk.topic][language])
        complaint = talk.topic in ("delivery", "damaged", "refund")
        mood = _mood(chance, talk.content - (0.12 if complaint else -0.15))
        if mood == "good" and complaint:
            mood = "plain"
        colour = chance.pick(phrases.COLOUR[mood][language])
        text += joint + colour if colour else ""
        if talk.channel == "email" and chance.happens(0.25):
            text += (
                "\n\nKind regards,\n" + talk.customer.name
                if language == "en"
                else "\n\n" + talk.customer.name
            )
        if talk.id.endswith("77"):
            text = "<b>URGENT</b> " + text
        self._say(talk, at, "customer", _written(chance, text, language))
        if talk.channel == "chat":
            self._say(talk, at + timedelta(seconds=3), "bot", phrases.BOT[language])

    def _answer(self, talk: Conversation) -> None:
        """The first answer, or none: one conversation in thirty is overlooked."""
        chance, opened = self._chance, talk.messages[0].at
        if chance.happens(0.09 if talk.agent.curt > 0.3 else 0.015):
            talk.content -= 0.4
            if chance.happens(0.6):
                self._say(
                    talk,
                    opened + timedelta(days=chance.integer(2, 5)),
                    "customer",
                    chance.pick(phrases.NUDGE[talk.language]),
                )
            return
        minutes = chance.waiting(talk.agent.minutes * {"email": 2.0, "form": 2.5}.get(talk.channel, 0.7))
        answered = clock.after_working(opened, minutes)
        waited = (answered - opened).total_seconds() / 3600
        if waited > 20 and chance.happens(0.5):
            nudge = opened + timedelta(hours=chance.integer(6, 18), minutes=chance.integer(0, 59))
            self._say(talk, nudge, "customer", chance.pick(phrases.NUDGE[talk.language]))
        talk.content -= min(0.30, waited / 100)
        self._reply(talk, answered, 0)

    def _reply(self, talk: Conversation, at: datetime, to: int) -> None:
        chance = self._chance
        if chance.happens(talk.agent.curt):
            talk.content -= 0.15
            text = chance.pick(phrases.CURT[talk.language])
        else:
            talk.content += 0.10 if talk.topic != "engraving" else -0.02
            text = chance.pick(phrases.ANSWER[talk.topic][talk.language])
        self._say(talk, at, "agent", text, to)

    def _continue(self, talk: Conversation) -> None:
        """More questions while there are any, then thanks or none, then closing; a few come back."""
        chance, language = self._chance, talk.language
        for turn in range(3):
            if not chance.happens(0.52 if talk.content < 0.45 else 0.30):
                break
            asked = talk.messages[-1].at + timedelta(
                minutes=2 + chance.waiting(160), seconds=chance.integer(0, 59)
            )
            asked = asked.replace(microsecond=0)
            mood = "bad" if _mood(chance, talk.content) == "bad" else "plain"
            self._say(
                talk,
                asked,
                "customer",
                self._with_quote(talk, chance.pick(phrases.REPLY[mood][language])),
                len(talk.messages) - 1,
            )
            answered = clock.after_working(asked, chance.waiting(talk.agent.minutes))
            if turn > 0 or chance.happens(0.7):
                self._say(
                    talk, answered, "agent", chance.pick(phrases.FIXED[language]), len(talk.messages) - 1
                )
                talk.content += 0.05
            else:
                self._reply(talk, answered, len(talk.messages) - 1)
        last = talk.messages[-1].at
        if chance.happens(0.25 + 0.5 * talk.content):
            last += timedelta(minutes=3 + int(chance.waiting(50)))
            self._say(talk, last, "customer", chance.pick(phrases.THANKS[language]), len(talk.messages) - 1)
        closed = clock.after_working(last, 20 + chance.waiting(200))
        if closed <= clock.LAST_MOMENT:
            talk.closed = closed
            if chance.happens(0.15 * (1.2 - talk.content)):
                self._come_back(talk)

    def _come_back(self, talk: Conversation) -> None:
        chance = self._chance
        returned = talk.closed + timedelta(hours=chance.integer(20, 120))
        answered = clock.after_working(returned, chance.waiting(talk.agent.minutes))
        closed = clock.after_working(answered, 30 + chance.waiting(300))
        if closed > clock.LAST_MOMENT:
            return
        self._say(
            talk, returned, "customer", chance.pick(phrases.BACK[talk.language]), len(talk.messages) - 1
        )
        self._reply(talk, answered, len(talk.messages) - 1)
        talk.closed, talk.reopened = closed, 1
        talk.content -= 0.12

    def _with_quote(self, talk: Conversation, text: str) -> str:
        """Mail programs put the answer below; half of the people leave it there."""
        if talk.channel != "email" or not self._chance.happens(0.5):
            return text
        before = talk.messages[-1]
        return text + phrases.QUOTED[talk.language].format(
            when=before.at.strftime("%Y-%m-%d %H:%M"), text=before.text
        )
