#ifndef CUNICODE_H
#define CUNICODE_H

#include <stdint.h>

/* Time zones, the order of languages and the normal form of texts behind a small interface: the only place that knows
 * ICU, whose functions carry its version in their names and so cannot be called from Swift. Nothing here is read before
 * it is asked for. */

typedef enum { RP_UNICODE_OK, RP_UNICODE_UNKNOWN, RP_UNICODE_FAILED } rp_unicode_status;

/* From `at` on (milliseconds since 1970-01-01T00:00Z) the wall clock is `offset` milliseconds ahead of UTC. */
typedef struct {
    int64_t at;
    int32_t offset;
} rp_zone_change;

/* Every change of a zone's offset up to `until`: the first entry stands for all time before the second, its `at`
 * means nothing. `*changes` is malloc'ed and belongs to the caller (rp_unicode_free). RP_UNICODE_UNKNOWN where there is
 * no zone of that name. */
rp_unicode_status rp_zone_changes(const char *name, int64_t until, rp_zone_change **changes, int32_t *count);

/* The names of all zones, each followed by NUL, in no promised order: malloc'ed, of `*length` bytes. */
rp_unicode_status rp_zone_names(char **names, int32_t *length);

/* An order of texts. Not for two threads at once. */
typedef struct rp_collator rp_collator;

/* RP_UNICODE_UNKNOWN where the library has no rules for the language. */
rp_unicode_status rp_collator_open(const char *language, rp_collator **collator);
void rp_collator_close(rp_collator *collator);

/* Writes the sort key of `length` bytes of UTF-8 and gives its size; bytes of keys compare as the texts do. Where
 * `capacity` is less than the size nothing of use is written. Negative: no memory. */
int32_t rp_collator_key(rp_collator *collator, const uint8_t *text, int32_t length, uint8_t *key, int32_t capacity);

/* The languages whose order is known, each followed by NUL: malloc'ed, of `*length` bytes. */
rp_unicode_status rp_collator_names(char **names, int32_t *length);

/* A normal form of texts. Not for two threads at once. */
typedef struct rp_normalizer rp_normalizer;

rp_unicode_status rp_normalizer_open(rp_normalizer **normalizer);
void rp_normalizer_close(rp_normalizer *normalizer);

/* NFKC, and where `lowers` the simple lower case of each scalar, of `length` bytes of UTF-8. `*result` belongs to the
 * normalizer and holds until its next call. Gives the size; negative: no memory. */
int32_t rp_normalizer_apply(rp_normalizer *normalizer, const uint8_t *text, int32_t length, int lowers,
                            const uint8_t **result);

void rp_unicode_free(void *memory);

#endif
