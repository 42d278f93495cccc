extension Score {
    static let details = """
        English texts are scored by VADER, to the letter of vaderSentiment 3.3.2: `neg`, `neu`, `pos` and `compound` are \
        the same numbers. Chinese texts are scored by an own lexicon of words that are said of shops and services, with \
        rules in the manner of VADER: 不 没有 turn, 不太 turns by half, 非常 很 and 有点 are degrees, 但是 weighs what follows \
        more. Each row goes by its letters: Chinese where three in ten are ideographs, else English; another script has no \
        score, and `reason` says why.

        **Read it** from the findings and `summary`. `compound` runs from -1 to 1: from .05 on a text counts as positive, to \
        -.05 as negative. One text may be wrong; the mean of fifty is a fair measure, and a change of it a fair alarm.

        **With ratings** (`rating=csat`) it says how far scores and ratings agree (`agreement`), and trains: where 200 \
        distinct Chinese texts have a rating in the lowest or the highest third of its scale, logistic regression and naive \
        Bayes over characters and pairs of them are fitted on four fifths and judged on the last, in turn; the better one \
        scores the Chinese texts if its area under the curve is .7 or more. A column on which a low mark is the good one \
        would teach the wrong way round: a caveat says so, and nothing is learnt. A rated text is scored by a fit that had not \
        seen it. `model=run …` scores other texts with the same words and weights.

        **`by_aspect`** takes `["delivery", "price"]`, `{delivery: ["delivery", "物流"]}` or a table with a column `aspect` (or \
        products) and perhaps `term`. The sentences that mention an aspect are scored alone, and of one that mentions several \
        the clauses (parted at but, 但, ，); `aspects` has their mean over texts with its 95% interval.

        **`strip_quotes`** leaves out what a mail quotes or forwards and its signature: else the customer is charged with the \
        agent's words. **`skip_placeholders`** leaves out what a shop or form puts where nobody wrote (此用户没有填写评价, 系统默认好评, \
        [deleted]), which would make customers pleased who said nothing, and answers that there is nothing to say (无, N/A, no \
        comment): exact texts of a short list, told apart in `reason` and counted. **`aggregate=mean`** scores sentence by sentence, which VADER's authors advise for long texts.

        **Do not trust it** with irony ("great, broken again"), with words that mean something else in the trade ("e-mail was \
        lost" is -.32, "service to die for" -.60: give them in `user_lexicon`), with requests that complain of nothing in \
        words ("where is my order, third mail"), nor to judge a single person.
        """
}
