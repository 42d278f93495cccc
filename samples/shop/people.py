"""The customers: who they are on paper, and what drives them, which an analysis has to find."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from . import catalogue, clock
from .chance import Chance

SHOP = "00000"  # the shop's own account, which mentions many customers
TWICE = "00042"  # moved house; the old record was never removed
MISSPELT = ("00118", "00287")  # one person, two accounts
COUNT = 320


@dataclass(frozen=True)
class Circle:
    """People who know each other: a community in the relations."""

    name: str
    kind: str
    share: float
    chinese: float  # how many of them write in Chinese
    places: list[tuple[str, str]]
    shelves: list[tuple[str, float]]
    mood: float  # how content they are to begin with


CIRCLES = [
    Circle(
        "cafés",
        "cafe",
        0.14,
        0.35,
        [("Singapore", "SG"), ("Singapore", "SG"), ("Kuala Lumpur", "MY")],
        catalogue.CAFE,
        0.66,
    ),
    Circle(
        "tea friends",
        "home",
        0.24,
        1.00,
        [("上海", "CN"), ("杭州", "CN"), ("成都", "CN")],
        catalogue.GONGFU,
        0.72,
    ),
    Circle(
        "London club",
        "home",
        0.18,
        0.05,
        [("London", "GB"), ("London", "GB"), ("Brighton", "GB")],
        catalogue.HOME,
        0.70,
    ),
    Circle(
        "offices", "office", 0.13, 0.30, [("Singapore", "SG"), ("Hong Kong", "HK")], catalogue.OFFICE, 0.62
    ),
    Circle(
        "gift givers",
        "home",
        0.16,
        0.60,
        [("台北", "TW"), ("Kuala Lumpur", "MY"), ("Singapore", "SG")],
        catalogue.GIFTS,
        0.64,
    ),
    Circle(
        "far away",
        "home",
        0.15,
        0.10,
        [("Melbourne", "AU"), ("Sydney", "AU"), ("Perth", "AU")],
        catalogue.HOME,
        0.36,
    ),
]

# How a customer buys, and how common that is in each circle's order above.
BEHAVIOURS = ["champion", "loyal", "regular", "new", "lapsed", "once"]
MIX = {
    "cafés": [35, 30, 10, 8, 14, 3],
    "tea friends": [18, 26, 24, 14, 10, 8],
    "London club": [12, 24, 28, 14, 12, 10],
    "offices": [14, 28, 24, 10, 18, 6],
    "gift givers": [3, 8, 26, 20, 16, 27],
    "far away": [3, 8, 20, 12, 37, 20],
}

ENGLISH_GIVEN = (
    "Amelia Arthur Beatrice Callum Charlotte Daniel Eleanor Ethan Fiona George Grace Hannah Harry Imogen Isaac "
    "Jack Jasmine Katherine Leo Lucy Martha Matthew Nadia Noah Olivia Oscar Phoebe Quentin Rosie Samuel "
    "Sophie Theo Tilda Vikram William Yasmin Zoë François José Anaïs"
).split()
ENGLISH_FAMILY = (
    "Abbott Barlow Becker Carmichael Chowdhury Dawson Ellery Farrow Fernandes Gallagher Hargreaves Hartley Iqbal "
    "Jennings Kaur Langley Lindqvist Mercer Nakamura O'Brien Okafor Pemberton Quigley Rahman Redfern "
    "Sandhu Shepherd Thackeray Underwood Vaughan Whitlock Yeoman"
).split()
SINGAPORE_FAMILY = "Tan Lim Ng Wong Goh Chua Koh Teo Ong Lee".split()
SINGAPORE_GIVEN = (
    "Wei Ling|Jia Hui|Kok Leong|Mei Fen|Zhi Hao|Hui Min|Boon Keat|Xin Yi|Siew Lan|Jun Wei".split("|")
)
CHINESE_FAMILY = "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 朱 林 何 郭 高 罗 郑 梁 欧阳".split()
CHINESE_GIVEN = (
    "雨桐 子涵 思远 晓雯 文博 静怡 佳宁 志强 美玲 建华 欣妍 浩然 梓萱 俊杰 婉清 嘉懿 若曦 国栋 丽娟 诗涵 "
    "明轩 慧敏 天佑 秋月 书瑶 喆 一诺 景行 采薇 守拙"
).split()
CAFES = (
    "Little Lantern|Corner Leaf|Steep Street|Second Pour|The Quiet Spoon|Saucer & Co.|Harbour Kitchen|Nine Tables|"
    "半日闲茶舍|巷口咖啡|一盏茶馆|小满烘焙|听雨轩|Paper Boat Bakery|Tiong Lane Brunch"
).split("|")
OFFICES = (
    "Meridian Partners|Bluefin Logistics|Oakline Studio|Kestrel Software|Sunway Dental|恒信会计事务所|"
    "远帆设计|启明教育|Lotus Legal LLP|Northgate Architects"
).split("|")


@dataclass
class Customer:
    id: str
    name: str
    language: str
    circle: Circle
    city: str
    country: str
    company: str
    email: str
    signed_up: date
    birth_year: int | None
    points: int
    newsletter: bool
    behaviour: str
    mood: float  # 0 discontent … 1 content
    last_day: date  # buys nothing after it
    friends: list[str] = field(default_factory=list)


def _name(chance: Chance, circle: Circle, chinese: bool) -> str:
    if chinese:
        return chance.pick(CHINESE_FAMILY) + chance.pick(CHINESE_GIVEN)
    if circle.name in ("cafés", "offices", "gift givers") and chance.happens(0.6):
        return f"{chance.pick(SINGAPORE_FAMILY)} {chance.pick(SINGAPORE_GIVEN)}"
    return f"{chance.pick(ENGLISH_GIVEN)} {chance.pick(ENGLISH_FAMILY)}"


def _days_active(chance: Chance, behaviour: str) -> tuple[date, date]:
    """The day a customer signed up and the last day it buys."""
    last = clock.DAYS - 1
    if behaviour == "new":
        return clock.day(last - chance.integer(8, 85)), clock.LAST_DAY
    if behaviour == "lapsed":
        return clock.day(chance.integer(-200, 90)), clock.day(last - chance.integer(230, 420))
    if behaviour == "once":
        start = chance.integer(0, last - 160)
        return clock.day(start), clock.day(start + 20)
    start = chance.integer(-400, 240)
    gap = {"champion": 35, "loyal": 100, "regular": 200}[behaviour]
    return clock.day(start), clock.LAST_DAY - timedelta(days=chance.integer(0, gap))


def customers() -> list[Customer]:
    chance = Chance("people")
    everyone = []
    for number in range(1, COUNT + 1):
        circle = chance.weighted([(circle, circle.share) for circle in CIRCLES])
        behaviour = chance.weighted(list(zip(BEHAVIOURS, MIX[circle.name])))
        chinese = chance.happens(circle.chinese)
        city, country = chance.pick(circle.places)
        company = {"cafe": CAFES, "office": OFFICES}.get(circle.kind)
        signed_up, last_day = _days_active(chance, behaviour)
        shift = {"champion": 0.14, "loyal": 0.08, "lapsed": -0.22, "once": -0.08}.get(behaviour, 0.0)
        mood = min(0.97, max(0.03, circle.mood + shift + 0.13 * chance.bell()))
        everyone.append(
            Customer(
                id=f"{number:05}",
                name=_name(chance, circle, chinese),
                language="zh" if chinese else "en",
                circle=circle,
                city=city,
                country=country,
                company=chance.pick(company) if company else "",
                email=f"customer{number:05}@example.{chance.pick(['com', 'org', 'net'])}",
                signed_up=signed_up,
                birth_year=None if circle.kind != "home" else chance.integer(1951, 2004),
                points=chance.integer(0, 180) * 10 + (2400 if behaviour == "champion" else 0),
                newsletter=chance.happens(0.55),
                behaviour=behaviour,
                mood=mood,
                last_day=max(last_day, signed_up),
            )
        )
    _fix_the_known_few(everyone)
    return everyone


def _fix_the_known_few(everyone: list[Customer]) -> None:
    """The misspelt pair is one person with one address and two accounts."""
    first, second = (everyone[int(id) - 1] for id in MISSPELT)
    first.name, second.name = "Hannah Becker", "Hanna Becker"
    second.email = first.email.upper()
    second.city, second.country, second.language, second.circle = (
        first.city,
        first.country,
        first.language,
        first.circle,
    )
    second.company, second.birth_year = first.company, first.birth_year
