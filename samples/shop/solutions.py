"""The help desk's ready answers, in the two languages. None is about engraving, which people ask for."""

from datetime import date
from typing import NamedTuple


class Solution(NamedTuple):
    id: str
    title: str
    text: str
    tags: str
    language: str
    updated: date


SOLUTIONS = [
    Solution(
        "S01",
        "Track a parcel",
        "Open Orders, choose the order and follow the tracking link. If the tracking has not moved "
        "for five days, we ask the courier to search for the parcel.",
        "delivery;tracking;courier",
        "en",
        date(2026, 3, 5),
    ),
    Solution(
        "S02",
        "查询物流",
        "在“我的订单”里点开订单，查看物流单号和快递进度。五天没有更新的，我们会联系快递公司查件。",
        "物流;快递;包裹",
        "zh",
        date(2026, 3, 5),
    ),
    Solution(
        "S03",
        "Change the delivery address",
        "The address can be changed until the order ships. Write to us with the order "
        "number and the new delivery address.",
        "delivery;address",
        "en",
        date(2025, 11, 20),
    ),
    Solution(
        "S04",
        "修改收货地址",
        "发货之前可以修改收货地址，请告诉我们订单号和新的地址。",
        "地址;发货",
        "zh",
        date(2025, 11, 20),
    ),
    Solution(
        "S05",
        "Parcels abroad and customs",
        "Shipping abroad takes eight to fifteen days. A parcel stuck at customs is "
        "released faster when you answer the customs form.",
        "delivery;customs;shipping",
        "en",
        date(2026, 1, 12),
    ),
    Solution(
        "S06",
        "Replace a broken item",
        "Send a photo of the broken or cracked item within 14 days. We ship a replacement at "
        "once; the damaged one need not come back.",
        "damaged;broken;replacement",
        "en",
        date(2026, 2, 2),
    ),
    Solution(
        "S07",
        "破损换货",
        "收到破损、漏水或者缺件，请在十四天内拍照片发给客服，我们马上补发，坏的不用寄回。",
        "破损;换货;补发",
        "zh",
        date(2026, 2, 2),
    ),
    Solution(
        "S08",
        "Electric kettle does not switch on",
        "Place the kettle firmly on its base and press reset below the handle. If it "
        "still does not switch on, it is replaced within two years.",
        "kettle;warranty",
        "en",
        date(2025, 9, 30),
    ),
    Solution(
        "S09",
        "电热水壶没反应",
        "请把电热水壶放稳，按一下把手下方的复位键；还是没反应的，两年内免费换新。",
        "水壶;保修",
        "zh",
        date(2025, 9, 30),
    ),
    Solution(
        "S10",
        "Return and refund",
        "Unopened goods can be returned within 30 days with our prepaid label. The refund reaches "
        "the card three to five days after the goods reach us.",
        "refund;return",
        "en",
        date(2026, 4, 18),
    ),
    Solution(
        "S11",
        "退货退款",
        "未拆封的商品三十天内可以退货，邮费由我们承担。收到货后三到五个工作日退款到账。",
        "退款;退货",
        "zh",
        date(2026, 4, 18),
    ),
    Solution(
        "S12",
        "Tax invoice",
        "Add company name and tax number under Account, then Invoices; the tax invoice of each order can be "
        "downloaded and a wrong one issued anew.",
        "invoice;tax;billing",
        "en",
        date(2025, 12, 1),
    ),
    Solution(
        "S13",
        "开发票",
        "在“我的账户—发票”里填写公司抬头和税号，即可下载电子发票；抬头写错可以申请重开。",
        "发票;抬头;税号",
        "zh",
        date(2025, 12, 1),
    ),
    Solution(
        "S14",
        "Charged twice",
        "A payment charged twice is reversed by itself within three days. If not, send us the two dates on "
        "your statement.",
        "payment;charged;invoice",
        "en",
        date(2026, 5, 6),
    ),
    Solution(
        "S15",
        "重复扣款",
        "同一订单扣了两次款，系统会在三天内原路退回；没有退回的，请把付款记录发给客服。",
        "付款;扣款",
        "zh",
        date(2026, 5, 6),
    ),
    Solution(
        "S16",
        "Wholesale prices",
        "Trade customers get the wholesale price list from ten packs a month: 15% below the list, free "
        "delivery within Singapore, standing orders every month.",
        "wholesale;price;discount;bulk",
        "en",
        date(2026, 6, 15),
    ),
    Solution(
        "S17",
        "批发价格",
        "每月十包起按批发价，八五折，新加坡市内免运费，可以每月固定送货。",
        "批发;价格;起订量",
        "zh",
        date(2026, 6, 15),
    ),
    Solution(
        "S18",
        "Gift boxes with a logo",
        "From 25 gift boxes on we print your company's logo; a quote takes a day, the boxes two " "weeks.",
        "gift;logo;quote",
        "en",
        date(2026, 6, 15),
    ),
    Solution(
        "S19",
        "Brewing guide",
        "Green tea: water of 80 °C, one minute, or it turns bitter. Oolong: 95 °C. Pu'er: rinse once, then "
        "boiling water. Five grams to 150 ml give four to six brews.",
        "brewing;temperature;steep",
        "en",
        date(2025, 8, 8),
    ),
    Solution(
        "S20",
        "泡茶指南",
        "绿茶用八十度左右的水，泡一分钟，久了会苦涩；乌龙九十五度；普洱先洗茶，再用沸水。一般可以泡四到六泡。",
        "泡茶;水温;洗茶",
        "zh",
        date(2025, 8, 8),
    ),
    Solution(
        "S21",
        "Storing tea",
        "Keep an open bag airtight, cool and dark. Only green tea belongs in the fridge.",
        "storage;brewing",
        "en",
        date(2025, 8, 8),
    ),
    Solution(
        "S22",
        "茶叶保存",
        "开封以后密封、避光、干燥保存，只有绿茶需要放冰箱。",
        "保存;茶叶",
        "zh",
        date(2025, 8, 8),
    ),
    Solution(
        "S23",
        "Log in and password",
        "Ask for a new password below the log in form; the email comes within a minute, look in the "
        "spam folder too. Two accounts can be merged by us.",
        "account;password;login",
        "en",
        date(2026, 7, 21),
    ),
    Solution(
        "S24",
        "账号登录",
        "收不到验证码时，请查看垃圾短信，或者换邮箱登录。两个账号可以联系客服合并。",
        "账号;登录;验证码",
        "zh",
        date(2026, 7, 21),
    ),
    Solution(
        "S25",
        "Pause a subscription",
        "Account, Plans, Pause: the monthly subscription rests for up to three months.",
        "subscription;account",
        "en",
        date(2026, 7, 21),
    ),
    Solution(
        "S26",
        "暂停订阅",
        "在“我的账户—订阅”里点暂停，每月的订阅最长可以停三个月。",
        "订阅;账户",
        "zh",
        date(2026, 7, 21),
    ),
]
