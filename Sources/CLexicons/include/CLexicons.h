#ifndef CLEXICONS_H
#define CLEXICONS_H

#include <stddef.h>

/* A file of words that stands in the program's read-only pages: it costs nothing until it is read. */
typedef struct {
    const char *bytes;
    size_t length;
} rp_lexicon;

/* Chinese words with their counts, `word TAB count` a line, UTF-8; see data/README.md for source and licence. */
rp_lexicon rp_lexicon_zh_word_frequencies(void);

/* English words and emoticons with the mean of how ten people rated them, -4 to 4, `word TAB mean` a line. */
rp_lexicon rp_lexicon_vader(void);

/* Emoji of one scalar with their English names, `emoji TAB name` a line. */
rp_lexicon rp_lexicon_emoji_names(void);

/* Chinese words of shops and services, `word TAB what` a line: a valence of -4 to 4, and what else it does (not,
   hardly, more, less, after, but). */
rp_lexicon rp_lexicon_zh_sentiment(void);

/* Traditional characters of those words with their simplified ones, `character TAB character` a line. */
rp_lexicon rp_lexicon_zh_simplified(void);

/* Chinese words of shops, services, orders, bills and accounts, one a line, `#` before a remark. */
rp_lexicon rp_lexicon_zh_trade_words(void);

#endif
