#include "CLexicons.h"

/* C23, which the compiler knows in every mode. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* The resource bundles of the package manager bake the path of the build in; `#embed` moves with the program. */
static const char zh_word_frequencies[] = {
#embed "data/zh_word_frequencies.tsv"
};

static const char vader_lexicon[] = {
#embed "data/vader_lexicon.tsv"
};

static const char emoji_names[] = {
#embed "data/emoji_names.tsv"
};

static const char zh_sentiment[] = {
#embed "data/zh_sentiment.tsv"
};

static const char zh_simplified[] = {
#embed "data/zh_simplified.tsv"
};

rp_lexicon rp_lexicon_zh_word_frequencies(void) {
    return (rp_lexicon){zh_word_frequencies, sizeof zh_word_frequencies};
}

rp_lexicon rp_lexicon_vader(void) {
    return (rp_lexicon){vader_lexicon, sizeof vader_lexicon};
}

rp_lexicon rp_lexicon_emoji_names(void) {
    return (rp_lexicon){emoji_names, sizeof emoji_names};
}

rp_lexicon rp_lexicon_zh_sentiment(void) {
    return (rp_lexicon){zh_sentiment, sizeof zh_sentiment};
}

rp_lexicon rp_lexicon_zh_simplified(void) {
    return (rp_lexicon){zh_simplified, sizeof zh_simplified};
}

static const char zh_trade_words[] = {
#embed "data/zh_trade_words.tsv"
};

rp_lexicon rp_lexicon_zh_trade_words(void) { return (rp_lexicon){zh_trade_words, sizeof zh_trade_words}; }
