#include "CLexicons.h"

/* The resource bundles of the package manager bake the path of the build in; `#embed` moves with the program. */
static const char zh_word_frequencies[] = {
#embed "data/zh_word_frequencies.tsv"
};

rp_lexicon rp_lexicon_zh_word_frequencies(void) {
    return (rp_lexicon){zh_word_frequencies, sizeof zh_word_frequencies};
}
