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

#endif
