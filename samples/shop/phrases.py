"""What people write. Slots: {product} {order} {days} {city} {count} {name}.

`OPENING` holds what a customer first asks, by topic and language; the rest follows in the same conversation.
"""

OPENING = {
    "delivery": {
        "en": [
            "Where is my parcel? Order {order} was due {days} days ago.",
            "The tracking for order {order} has not moved for {days} days.",
            "My delivery to {city} still hasn't arrived. Could you check with the courier?",
            "The courier says delivered, but no parcel came. Order {order}.",
            "Can you tell me when order {order} will be shipped?",
            "I need to change the delivery address for order {order} before it ships.",
            "How long does shipping to {city} take? The tracking page shows nothing.",
            "The parcel with my {product} has been stuck at customs for {days} days.",
        ],
        "zh": [
            "订单{order}的快递怎么还没到？已经晚了{days}天。",
            "物流信息{days}天没有更新了，麻烦帮我查一下。",
            "快递显示已签收，可我没有收到包裹，订单号{order}。",
            "请问寄到{city}一般几天能到？",
            "我想改一下收货地址，订单{order}还没发货吧？",
            "{product}什么时候发货？物流单号查不到。",
            "包裹卡在海关{days}天了，能催一下快递吗？",
            "订单{order}说好昨天送到，等了一天也没人来。",
        ],
    },
    "damaged": {
        "en": [
            "The {product} arrived broken, the box was crushed.",
            "There is a crack in the {product} from order {order} and it leaks.",
            "I unpacked the {product} this morning and the rim is chipped. Can I get a replacement?",
            "My {product} stopped working after {days} days, it does not switch on.",
            "Two pieces were missing and one was cracked in order {order}.",
            "The {product} came damaged. I can send photos of the broken parts.",
            "Order {order}: the wrong item was packed, I got a {product} instead.",
        ],
        "zh": [
            "收到的{product}碎了，箱子都压扁了。",
            "{product}有裂纹，还漏水，可以换一个吗？",
            "今天拆箱发现{product}边上缺了一个口，怎么换货？",
            "{product}用了{days}天就坏了，按了没反应。",
            "订单{order}少了两件，还有一件是破的。",
            "发错货了，我买的不是{product}，请帮忙换一下。",
            "{product}收到就是坏的，我可以拍照片给你们看。",
        ],
    },
    "refund": {
        "en": [
            "I sent the {product} back {days} days ago and the refund is not on my card yet.",
            "How do I return order {order}? I would like my money back.",
            "You confirmed the refund for order {order}, but nothing has been paid.",
            "I want to return the {product}, it is not what I expected. Do I pay the postage?",
            "The refund for order {order} is less than what I paid.",
            "Please cancel order {order} and refund me.",
            "Is it still possible to return an unopened {product} after {days} days?",
        ],
        "zh": [
            "{product}寄回去{days}天了，退款还没到账。",
            "订单{order}怎么退货？我想申请退款。",
            "你们说退款已经办了，可是一直没有到账，订单{order}。",
            "不太喜欢这款{product}，想退货，邮费谁出？",
            "订单{order}的退款金额不对，比我付的少。",
            "请取消订单{order}，把钱退给我。",
            "没拆封的{product}，过了{days}天还能退吗？",
        ],
    },
    "invoice": {
        "en": [
            "Could you send me the tax invoice for order {order}?",
            "The invoice for order {order} shows the wrong company name.",
            "I was charged twice for order {order}, please check the payment.",
            "Our accounting needs an invoice with the tax number on it.",
            "The invoice total does not match the payment on my statement.",
            "Please add our purchase order number to the invoice of order {order}.",
            "Can we pay by monthly invoice instead of by card?",
        ],
        "zh": [
            "订单{order}能开发票吗？需要写公司抬头和税号。",
            "发票抬头写错了，麻烦重开一张，订单{order}。",
            "同一个订单扣了两次款，请查一下付款记录。",
            "财务说发票金额和付款金额对不上。",
            "电子发票一直没有收到，请重新发到邮箱。",
            "我们公司可以按月开票结算吗？",
        ],
    },
    "wholesale": {
        "en": [
            "We run a café and would like a wholesale price for {count} kg of the {product}.",
            "Do you have a price list for trade customers? We use about {count} packs a month.",
            "What discount do you give on a bulk order of {count} × {product}?",
            "Could you quote for {count} gift boxes with our logo for the whole office?",
            "Our café is opening a second branch, we need a standing order of {product} every month.",
            "What is the minimum quantity for the wholesale price?",
        ],
        "zh": [
            "我们开了一家茶饮店，{product}拿{count}公斤批发价是多少？",
            "有没有批发价目表？我们每个月大概要{count}包。",
            "一次订{count}份{product}，能打几折？",
            "公司年底想订{count}个礼盒送客户，请报个价。",
            "批发最低起订量是多少？可以每月固定送货吗？",
            "我们新开了分店，想长期订{product}，价格能优惠吗？",
        ],
    },
    "brewing": {
        "en": [
            "What water temperature do you recommend for the {product}?",
            "How long should I steep the {product}? Mine turns bitter.",
            "How much caffeine is in the {product}, is it fine in the evening?",
            "How many times can I brew the {product} before the flavour is gone?",
            "How should I store the {product} once the bag is open?",
            "Which tea would you suggest for somebody who finds green tea bitter?",
            "Do I need to rinse the {product} before the first brew?",
        ],
        "zh": [
            "请问{product}用多少度的水泡比较好？",
            "{product}要泡多久？我泡出来总是有点苦涩。",
            "{product}一般能泡几泡？",
            "晚上喝{product}会不会睡不着？咖啡因高吗？",
            "开封以后的{product}怎么保存？要放冰箱吗？",
            "刚开始喝茶，哪一款口感清淡一些，不苦的？",
            "第一泡要不要洗茶？水温多少合适？",
        ],
    },
    "account": {
        "en": [
            "I can't log in, the password reset email never comes.",
            "How do I pause my monthly tea subscription while I am away?",
            "My points are missing from my account since the last order.",
            "I have two accounts with different emails, can you merge them?",
            "Please change the email address of my account.",
            "The app logs me out each time I open my subscription.",
        ],
        "zh": [
            "账号登录不了，一直收不到验证码。",
            "我想暂停每月的订阅，在哪里设置？",
            "上次下单的积分没有到账户里。",
            "我有两个账号，可以合并吗？",
            "换了手机号，怎么修改账号绑定？",
            "登录以后看不到我的订阅记录。",
        ],
    },
    "engraving": {
        "en": [
            "Can you engrave a name on the {product}?",
            "I would like an engraving on a {product} as a wedding gift, is that possible?",
            "Do you offer engraving in Chinese characters? Two characters on the lid.",
            "How much is it to have initials engraved on the {product}?",
            "How many days does an engraved {product} take?",
        ],
        "zh": [
            "{product}可以刻字吗？想刻一个名字。",
            "想在{product}上刻字当结婚礼物，能做吗？",
            "壶盖上刻两个字多少钱？",
            "刻字需要等几天？可以选字体吗？",
            "你们有刻字服务吗？想送给老师。",
        ],
    },
}

# More of the same matter, which many writers add.
DETAIL = {
    "delivery": {
        "en": [
            "The courier's tracking page only says in transit.",
            "I stayed at home for the delivery and no courier came.",
            "Has the parcel been shipped at all, and by which courier?",
            "Shipping took three days last time, now the parcel is nowhere.",
        ],
        "zh": [
            "物流一直显示运输中。",
            "我在家等快递，快递员没有来。",
            "到底发货了没有？走的是哪家快递？",
            "上次快递三天就到，这次包裹不知道在哪里。",
        ],
    },
    "damaged": {
        "en": [
            "The box was damaged and the pieces are broken, I need a replacement.",
            "It was cracked right out of the box, please replace it.",
            "I have photos of the broken piece.",
            "The packaging was too thin, so it broke.",
        ],
        "zh": [
            "包装太薄，碎了，需要换货。",
            "一打开就是破的，请补发一个。",
            "破损的照片我拍好了。",
            "里面碎了好几片，请给我换一个新的。",
        ],
    },
    "refund": {
        "en": [
            "The refund should go back to my card.",
            "The return label says received, so where is the refund?",
            "I would rather have the money back than a voucher.",
            "Your return page promises a refund in five days.",
        ],
        "zh": [
            "退款请退回原来的银行卡。",
            "退货你们已经签收了，退款呢？",
            "我不要优惠券，只要退款。",
            "页面上写退货后五天退款到账。",
        ],
    },
    "invoice": {
        "en": [
            "Our accounting closes the month on Friday and needs the invoice.",
            "The invoice must show the company name and the tax number.",
            "The payment is on our statement, the invoice is missing.",
            "Please send the invoice as PDF to our accounting.",
        ],
        "zh": [
            "财务月底要发票报销。",
            "发票上要有公司抬头和税号。",
            "款已经付了，发票还没有。",
            "请把电子发票发给我们财务。",
        ],
    },
    "wholesale": {
        "en": [
            "We compare wholesale prices before we place a bulk order.",
            "A price list for trade customers would help our café.",
            "The quantity goes up if the discount is right.",
            "We order in bulk every month.",
        ],
        "zh": [
            "我们在比较几家的批发价。",
            "有批发价目表的话发一份给我们店里。",
            "价格合适的话，每月的量会增加。",
            "我们店里每个月都要批量进货。",
        ],
    },
    "brewing": {
        "en": [
            "I steep it in hot water for two minutes and it tastes bitter.",
            "My water is at a full boil, is that too hot for this tea?",
            "I use five grams for one brew in a gaiwan.",
            "The flavour of the second brew is weak.",
        ],
        "zh": [
            "我用开水泡两分钟，味道有点苦。",
            "水温是不是太高了？",
            "我用盖碗泡，一次放五克茶叶。",
            "第二泡味道就淡了。",
        ],
    },
    "account": {
        "en": [
            "The log in page says the password is wrong.",
            "My account shows the old email and no subscription.",
            "I tried the app and the website, the log in fails on both.",
            "The subscription page in my account stays empty.",
        ],
        "zh": [
            "登录页面一直提示密码错误。",
            "账号里还是以前的手机号。",
            "手机和电脑都登录不了账号。",
            "账户里的订阅页面是空的。",
        ],
    },
    "engraving": {
        "en": [
            "The engraving would be two initials and a date.",
            "I saw engraved teapots elsewhere, but I like yours better.",
            "The wedding is next month, so the engraving should be done by then.",
        ],
        "zh": ["想刻两个字和日期。", "看到别家可以刻字，但更喜欢你们家的壶。", "下个月婚礼，刻字来得及吗？"],
    },
}

GREETING = {
    "en": ["", "", "", "Hi, ", "Hello, ", "Good morning, ", "Hi there, "],
    "zh": ["", "", "", "你好，", "您好，", "在吗？", "请问在吗，"],
}

# A second sentence, by how the writer feels.
COLOUR = {
    "bad": {
        "en": [
            "This is really disappointing.",
            "This is the second time and I am getting annoyed.",
            "Terrible, I needed it for the weekend!",
            "I am very unhappy with this.",
            "Nobody answers the phone either, awful service.",
            "Honestly, I expected better 😞",
        ],
        "zh": [
            "真的很失望。",
            "已经是第二次了，太让人生气了！",
            "体验太差了。",
            "打电话也没人接，服务太糟糕了。",
            "急用，等得很烦。",
            "本来很信任你们的，唉😞",
        ],
    },
    "plain": {
        "en": ["", "", "", "Thanks in advance.", "Please let me know.", "It is not urgent."],
        "zh": ["", "", "", "谢谢。", "麻烦了。", "不着急，方便的时候回复就好。"],
    },
    "good": {
        "en": [
            "Love your tea by the way!",
            "The last box was wonderful, thank you.",
            "You have always been so helpful 😊",
            "Great shop, as always.",
        ],
        "zh": [
            "你们家的茶一直很好喝！",
            "上次的茶特别香，家里人都喜欢。",
            "客服一向很耐心，先谢谢啦😊",
            "一直很喜欢你们家。",
        ],
    },
}

BOT = {
    "en": "Hi! I'm the Willow & Kettle assistant. One of us will be with you soon.",
    "zh": "您好，我是柳壶小助手，人工客服马上就来，请稍等。",
}

ANSWER = {
    "delivery": {
        "en": [
            "I have asked the courier about order {order}; it should reach you within two days.",
            "Sorry for the wait. The parcel is at the depot and goes out tomorrow morning.",
            "The tracking number was wrong, here is the new one. It left our warehouse today.",
        ],
        "zh": [
            "已经帮您联系快递了，订单{order}预计两天内送到。",
            "抱歉让您久等，包裹已到站点，明天上午派送。",
            "之前的单号录错了，我把新的物流单号发给您，今天已经出库。",
        ],
    },
    "damaged": {
        "en": [
            "I am sorry about that. A replacement {product} goes out today, no need to send the old one back.",
            "Could you send us a photo of the damage? We will then replace it at once.",
            "That should not happen. I have ordered a replacement and put extra padding on the note.",
        ],
        "zh": [
            "非常抱歉，今天就给您补发一个{product}，坏的不用寄回。",
            "麻烦您拍张照片发过来，确认后马上给您换货。",
            "给您添麻烦了，已经安排补发，并备注加强包装。",
        ],
    },
    "refund": {
        "en": [
            "The refund was released today; banks take three to five days to show it.",
            "You can return it within 30 days. I have sent a prepaid label by email.",
            "We deducted the discount twice by mistake. The rest is on its way.",
        ],
        "zh": [
            "退款今天已经提交，银行一般三到五个工作日到账。",
            "三十天内都可以退，预付邮费的面单已发到您邮箱。",
            "系统多扣了一次优惠，差额马上退给您。",
        ],
    },
    "invoice": {
        "en": [
            "The corrected invoice is attached, with your tax number.",
            "You are right, it was charged twice. The second payment has been reversed.",
            "Monthly invoices are possible for companies; I have sent the form.",
        ],
        "zh": [
            "发票已按您的抬头和税号重开，请查收邮箱。",
            "查到重复扣款，第二笔已经原路退回。",
            "公司客户可以月结，我把申请表发给您。",
        ],
    },
    "wholesale": {
        "en": [
            "For {count} packs a month the trade price is 15% below the list. I attach the price list.",
            "We can do that. The minimum is ten packs, and delivery is free within Singapore.",
            "Happy to quote. With your logo on the boxes we need two weeks.",
        ],
        "zh": [
            "每月{count}包可以按批发价八五折，价目表发您了。",
            "可以的，十包起订，新加坡市内免运费。",
            "可以印您公司的标志，需要两周时间，报价单稍后发您。",
        ],
    },
    "brewing": {
        "en": [
            "Try 80 °C and one minute for the first brew; a longer steep makes it bitter.",
            "Five grams to 150 ml works well, and it gives four to six brews.",
            "Keep it cool, dark and airtight; only green tea belongs in the fridge.",
        ],
        "zh": [
            "建议用八十度左右的水，第一泡一分钟，泡久了会苦涩。",
            "五克茶配一百五十毫升水，一般可以泡四到六泡。",
            "密封避光保存就好，只有绿茶需要放冰箱。",
        ],
    },
    "account": {
        "en": [
            "I have reset the password; the email should be there in a minute, also look in the spam folder.",
            "You can pause the subscription under Account > Plans for up to three months.",
            "The points were booked to your other account; I have merged the two.",
        ],
        "zh": [
            "验证码已重新发送，收不到的话请看一下垃圾短信。",
            "在“我的账户—订阅”里可以暂停，最长三个月。",
            "积分记到另一个账号了，已经帮您合并。",
        ],
    },
    "engraving": {
        "en": [
            "We don't offer engraving yet, I am afraid, but I pass the wish on.",
            "Engraving is not something we do at the moment, sorry.",
        ],
        "zh": ["暂时还没有刻字服务，您的建议我们记下了。", "不好意思，目前不能刻字。"],
    },
}

CURT = {
    "en": ["We are looking into it.", "Please wait.", "Noted.", "Passed on to the warehouse."],
    "zh": ["正在处理。", "请耐心等待。", "已记录。", "已转给仓库。"],
}

NUDGE = {
    "en": ["Any news?", "Hello? Is anybody there?", "Still waiting for an answer about order {order}.", "?"],
    "zh": ["有消息了吗？", "在吗？还没有人回复。", "订单{order}的事还没有人处理吗？", "？"],
}

REPLY = {
    "bad": {
        "en": [
            "That does not help me at all.",
            "So I have to wait again? This is ridiculous.",
            "You said that last time and nothing happened.",
            "I am losing patience. I will buy somewhere else.",
        ],
        "zh": [
            "这根本没有解决问题。",
            "又要等？太离谱了。",
            "上次也是这么说的，结果什么都没做。",
            "再这样我就不在你们家买了。",
        ],
    },
    "plain": {
        "en": [
            "Here is the photo you asked for.",
            "OK. Does that also hold for order {order}?",
            "And can I do that on the website?",
            "One more question: is the {product} back in stock?",
        ],
        "zh": [
            "照片发给你了。",
            "好的，那订单{order}也一样吗？",
            "网站上可以自己操作吗？",
            "再问一下，{product}什么时候有货？",
        ],
    },
}

FIXED = {
    "en": [
        "It is on its way now, I checked it myself. Anything else I can do?",
        "That also holds for your other order. I have left a note in your account.",
        "Thank you for the details, it is settled now.",
    ],
    "zh": [
        "我亲自确认过了，已经办好。还有什么可以帮您？",
        "另一个订单也一样处理，已经在您账户里备注。",
        "收到，谢谢您的配合，已经处理完毕。",
    ],
}

THANKS = {
    "en": [
        "Thank you!",
        "Perfect, thanks a lot.",
        "Great, that was quick 👍",
        "thanks",
        "Wonderful, thank you so much for the help!",
    ],
    "zh": [
        "谢谢！",
        "好的，非常感谢。",
        "太好了，回复真快👍",
        "谢谢，辛苦了",
        "问题解决了，客服很耐心，很满意。",
    ],
}

BACK = {
    "en": [
        "Sorry to come back to this: it still has not arrived.",
        "The problem is back, nothing was changed after all.",
    ],
    "zh": ["不好意思又来打扰，还是没有收到。", "问题又出现了，其实一直没有处理好。"],
}

COMMENT = {
    "good": {
        "en": [
            "Friendly and quick, thank you!",
            "The tea is excellent and the packaging is beautiful.",
            "Fast delivery, everything arrived in perfect condition.",
            "Mei was really helpful and solved it in minutes.",
            "Great quality for the price, I will order again.",
            "Lovely teapot, my mother loves it ❤️",
            "I recommend you to all my friends.",
        ],
        "zh": [
            "客服很耐心，回复也快，很满意。",
            "茶叶很香，包装也精致，送人很有面子。",
            "物流很快，两天就到了，一点都没破。",
            "性价比高，会回购。",
            "茶具做工很好，家里老人特别喜欢。",
            "已经推荐给好几个朋友了👍",
        ],
    },
    "plain": {
        "en": [
            "Fine, nothing special.",
            "The tea is good, the delivery could be faster.",
            "OK, but I had to ask twice.",
            "Average. The price has gone up a little.",
        ],
        "zh": [
            "还行，没什么特别的。",
            "茶不错，就是物流慢了点。",
            "一般吧，问了两次才有人回复。",
            "价格比以前贵了一些，味道还可以。",
        ],
    },
    "bad": {
        "en": [
            "Three weeks for a parcel to arrive, never again.",
            "The pot was broken and nobody cared. Very disappointed.",
            "Slow answers, and the refund is still missing.",
            "Terrible packaging, the box was wet and crushed.",
            "Too expensive for such poor service.",
            "I waited two days for a reply that did not help. Awful.",
        ],
        "zh": [
            "等了三个星期才收到，再也不买了。",
            "壶是碎的，客服也不管，非常失望。",
            "回复太慢，退款到现在还没到账。",
            "包装太差，盒子都湿了。",
            "价格贵，服务又差，不值。",
            "等了两天才回复，根本没解决问题。",
        ],
    },
}

QUOTED = {
    "en": "\n\nOn {when} Willow & Kettle wrote:\n> {text}",
    "zh": "\n\n在 {when}，柳壶客服写道：\n> {text}",
}
