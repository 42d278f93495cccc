"""What Willow & Kettle 柳壶 sells. Prices in cents of one currency (SGD)."""

from typing import NamedTuple


class Product(NamedTuple):
    sku: str
    label: str  # as the order file prints it
    english: str
    chinese: str
    category: str
    cents: int


PRODUCTS = [
    Product("0011", "Longjing 龙井 50 g", "Longjing", "龙井", "green tea", 2480),
    Product("0012", "Biluochun 碧螺春 50 g", "Biluochun", "碧螺春", "green tea", 2650),
    Product("0013", "Sencha 100 g", "Sencha", "煎茶", "green tea", 1890),
    Product("0014", "Matcha, ceremonial 30 g", "ceremonial matcha", "抹茶", "green tea", 3200),
    Product("0021", "Tieguanyin 铁观音 100 g", "Tieguanyin", "铁观音", "oolong", 2900),
    Product("0022", "Dong Ding 冻顶乌龙 100 g", "Dong Ding oolong", "冻顶乌龙", "oolong", 3100),
    Product("0031", "Earl Grey 100 g", "Earl Grey", "伯爵红茶", "black tea", 1450),
    Product("0032", "Assam breakfast 250 g", "Assam breakfast tea", "阿萨姆红茶", "black tea", 1780),
    Product("0033", "Keemun 祁门红茶 100 g", "Keemun", "祁门红茶", "black tea", 2150),
    Product("0041", "Pu'er cake 普洱饼 357 g", "Pu'er cake", "普洱饼", "pu'er", 6800),
    Product("0042", "Pu'er knife 茶刀", "Pu'er knife", "茶刀", "tools", 1290),
    Product("0051", "Chrysanthemum 菊花 60 g", "chrysanthemum tea", "菊花茶", "herbal", 1120),
    Product("0052", "Rooibos 200 g", "Rooibos", "路易波士茶", "herbal", 1350),
    Product("0061", "Teapot, yixing 紫砂壶 200 ml", "yixing teapot", "紫砂壶", "teaware", 12800),
    Product("0062", "Teapot, glass 800 ml", "glass teapot", "玻璃茶壶", "teaware", 4200),
    Product("0063", "Cups, set of 4 品茗杯", "set of cups", "品茗杯", "teaware", 3600),
    Product("0064", "Gaiwan 盖碗 150 ml", "gaiwan", "盖碗", "teaware", 2980),
    Product("0065", "Matcha whisk 茶筅", "matcha whisk", "茶筅", "tools", 1980),
    Product("0071", "Kettle, electric 1.0 l", "electric kettle", "电热水壶", "kettles", 8900),
    Product("0072", "Kettle filter, 3 pieces", "kettle filter", "水壶滤芯", "kettles", 1590),
    Product("0081", "Gift box, small 礼盒小", "small gift box", "小礼盒", "gifts", 5800),
    Product("0082", "Gift box, large 礼盒大", "large gift box", "大礼盒", "gifts", 9800),
    Product("0091", "Cold brew bags × 50", "cold brew bags", "冷泡茶包", "catering", 3900),
    Product("0092", "House blend, catering 1 kg", "catering house blend", "餐饮拼配茶", "catering", 4600),
]

BY_SKU = {product.sku: product for product in PRODUCTS}

# Bought together, and how often the second follows the first into the basket.
PAIRS = [
    ("0014", "0065", 0.45),
    ("0041", "0042", 0.40),
    ("0061", "0063", 0.45),
    ("0071", "0072", 0.55),
    ("0092", "0091", 0.35),
]

# The shelves a kind of customer looks at, by weight.
HOME = [
    ("green tea", 4),
    ("oolong", 3),
    ("black tea", 4),
    ("herbal", 2),
    ("pu'er", 1),
    ("teaware", 2),
    ("kettles", 1),
]
GONGFU = [("green tea", 4), ("oolong", 4), ("pu'er", 3), ("teaware", 3), ("black tea", 1), ("gifts", 1)]
CAFE = [("catering", 6), ("black tea", 3), ("green tea", 3), ("herbal", 1)]
OFFICE = [("black tea", 4), ("herbal", 2), ("kettles", 2), ("catering", 2), ("green tea", 2)]
GIFTS = [("gifts", 7), ("teaware", 2), ("oolong", 1)]


def on_shelf(category: str) -> list[Product]:
    return [product for product in PRODUCTS if product.category == category]
