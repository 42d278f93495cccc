#include "CUnicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

void rp_unicode_free(void *memory) { free(memory); }

/* A list of C strings that grows. */
typedef struct {
    char *bytes;
    int32_t length, capacity;
} name_list;

static int name_list_add(name_list *list, const char *name) {
    int32_t size = (int32_t)strlen(name) + 1;
    if (list->length + size > list->capacity) {
        int32_t capacity = (list->length + size) * 2;
        char *bytes = realloc(list->bytes, (size_t)capacity);
        if (!bytes) return 0;
        list->bytes = bytes;
        list->capacity = capacity;
    }
    memcpy(list->bytes + list->length, name, (size_t)size);
    list->length += size;
    return 1;
}

/* Takes the enumeration over. */
static rp_unicode_status name_list_of(UEnumeration *names, char **out, int32_t *length) {
    name_list list = {0};
    UErrorCode status = U_ZERO_ERROR;
    const char *name;
    int ok = 1;
    while (ok && (name = uenum_next(names, NULL, &status)) && U_SUCCESS(status)) ok = name_list_add(&list, name);
    uenum_close(names);
    if (!ok || U_FAILURE(status)) {
        free(list.bytes);
        return RP_UNICODE_FAILED;
    }
    *out = list.bytes;
    *length = list.length;
    return RP_UNICODE_OK;
}

/* ---- zones ---- */

static int32_t zone_offset(UCalendar *calendar, UErrorCode *status) {
    return ucal_get(calendar, UCAL_ZONE_OFFSET, status) + ucal_get(calendar, UCAL_DST_OFFSET, status);
}

rp_unicode_status rp_zone_changes(const char *name, int64_t until, rp_zone_change **changes, int32_t *count) {
    UErrorCode status = U_ZERO_ERROR;
    UChar id[128], canonical[128];
    int32_t length = 0;
    UBool is_system = 0;
    *changes = NULL;
    *count = 0;
    u_strFromUTF8(id, 128, &length, name, -1, &status);
    if (U_FAILURE(status)) return RP_UNICODE_UNKNOWN;
    ucal_getCanonicalTimeZoneID(id, length, canonical, 128, &is_system, &status);
    if (U_FAILURE(status) || !is_system) return RP_UNICODE_UNKNOWN;

    /* The Gregorian calendar of no place: nothing depends on the locale of the machine. */
    UCalendar *calendar = ucal_open(id, length, "", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) return RP_UNICODE_FAILED;
    int32_t capacity = 64, used = 0;
    rp_zone_change *found = malloc((size_t)capacity * sizeof *found);
    if (!found) {
        ucal_close(calendar);
        return RP_UNICODE_FAILED;
    }
    /* Before the first clocks were set by law: the mean time of the place. */
    ucal_setMillis(calendar, -8e13, &status);
    found[used].at = INT64_MIN;
    found[used].offset = zone_offset(calendar, &status);
    used++;
    UDate at = 0;
    while (U_SUCCESS(status) && ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, &status) &&
           (int64_t)at <= until) {
        ucal_setMillis(calendar, at, &status);
        int32_t offset = zone_offset(calendar, &status);
        /* Only the name or the split into standard and summer time changed. */
        if (offset == found[used - 1].offset) continue;
        if (used == capacity) {
            rp_zone_change *more = realloc(found, (size_t)capacity * 2 * sizeof *found);
            if (!more) {
                status = U_MEMORY_ALLOCATION_ERROR;
                break;
            }
            found = more;
            capacity *= 2;
        }
        found[used].at = (int64_t)at;
        found[used].offset = offset;
        used++;
    }
    ucal_close(calendar);
    if (U_FAILURE(status)) {
        free(found);
        return RP_UNICODE_FAILED;
    }
    *changes = found;
    *count = used;
    return RP_UNICODE_OK;
}

rp_unicode_status rp_zone_names(char **names, int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *all = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &status);
    if (U_FAILURE(status)) return RP_UNICODE_FAILED;
    return name_list_of(all, names, length);
}

/* ---- collation ---- */

struct rp_collator {
    UCollator *rules;
    UChar *units;
    int32_t capacity;
};

rp_unicode_status rp_collator_open(const char *language, rp_collator **collator) {
    UErrorCode status = U_ZERO_ERROR;
    *collator = NULL;
    int known = 0;
    for (int32_t index = 0; index < ucol_countAvailable() && !known; index++)
        known = strcmp(ucol_getAvailable(index), language) == 0;
    if (!known) return RP_UNICODE_UNKNOWN;
    UCollator *rules = ucol_open(language, &status);
    if (U_FAILURE(status)) return RP_UNICODE_FAILED;
    /* Texts may come composed or not. */
    ucol_setAttribute(rules, UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
    rp_collator *made = U_SUCCESS(status) ? calloc(1, sizeof *made) : NULL;
    if (!made) {
        ucol_close(rules);
        return RP_UNICODE_FAILED;
    }
    made->rules = rules;
    *collator = made;
    return RP_UNICODE_OK;
}

void rp_collator_close(rp_collator *collator) {
    if (!collator) return;
    ucol_close(collator->rules);
    free(collator->units);
    free(collator);
}

int32_t rp_collator_key(rp_collator *collator, const uint8_t *text, int32_t length, uint8_t *key, int32_t capacity) {
    /* UTF-16 never has more units than UTF-8 has bytes. */
    if (length > collator->capacity) {
        UChar *units = realloc(collator->units, (size_t)length * sizeof *units);
        if (!units) return -1;
        collator->units = units;
        collator->capacity = length;
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = 0;
    if (length > 0)
        u_strFromUTF8WithSub(collator->units, collator->capacity, &units, (const char *)text, length, 0xFFFD, NULL,
                             &status);
    if (U_FAILURE(status) && status != U_STRING_NOT_TERMINATED_WARNING) return -1;
    static const UChar nothing[1] = {0};
    return ucol_getSortKey(collator->rules, units > 0 ? collator->units : nothing, units, key, capacity);
}

rp_unicode_status rp_collator_names(char **names, int32_t *length) {
    name_list list = {0};
    for (int32_t index = 0; index < ucol_countAvailable(); index++) {
        if (!name_list_add(&list, ucol_getAvailable(index))) {
            free(list.bytes);
            return RP_UNICODE_FAILED;
        }
    }
    *names = list.bytes;
    *length = list.length;
    return RP_UNICODE_OK;
}

/* ---- normal form ---- */

struct rp_normalizer {
    const UNormalizer2 *form;
    UChar *units, *normal;
    int32_t units_capacity, normal_capacity;
    uint8_t *bytes;
    int32_t bytes_capacity;
};

rp_unicode_status rp_normalizer_open(rp_normalizer **normalizer) {
    UErrorCode status = U_ZERO_ERROR;
    *normalizer = NULL;
    const UNormalizer2 *form = unorm2_getNFKCInstance(&status);
    rp_normalizer *made = U_SUCCESS(status) ? calloc(1, sizeof *made) : NULL;
    if (!made) return RP_UNICODE_FAILED;
    made->form = form;
    *normalizer = made;
    return RP_UNICODE_OK;
}

void rp_normalizer_close(rp_normalizer *normalizer) {
    if (!normalizer) return;
    free(normalizer->units);
    free(normalizer->normal);
    free(normalizer->bytes);
    free(normalizer);
}

static int grow(void **memory, int32_t *capacity, int32_t needed, size_t size) {
    if (needed <= *capacity) return 1;
    void *more = realloc(*memory, (size_t)needed * size);
    if (!more) return 0;
    *memory = more;
    *capacity = needed;
    return 1;
}

int32_t rp_normalizer_apply(rp_normalizer *normalizer, const uint8_t *text, int32_t length, int lowers,
                            const uint8_t **result) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = 0;
    /* UTF-16 never has more units than UTF-8 has bytes. */
    if (!grow((void **)&normalizer->units, &normalizer->units_capacity, length + 1, sizeof(UChar))) return -1;
    u_strFromUTF8WithSub(normalizer->units, normalizer->units_capacity, &units, (const char *)text, length, 0xFFFD,
                         NULL, &status);
    if (U_FAILURE(status)) return -1;
    if (!grow((void **)&normalizer->normal, &normalizer->normal_capacity, units + 16, sizeof(UChar))) return -1;
    int32_t normal = unorm2_normalize(normalizer->form, normalizer->units, units, normalizer->normal,
                                      normalizer->normal_capacity, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        if (!grow((void **)&normalizer->normal, &normalizer->normal_capacity, normal + 1, sizeof(UChar))) return -1;
        normal = unorm2_normalize(normalizer->form, normalizer->units, units, normalizer->normal,
                                  normalizer->normal_capacity, &status);
    }
    if (U_FAILURE(status) || normal > (INT32_MAX - 4) / 3) return -1;
    /* A unit gives at most 3 bytes. */
    if (!grow((void **)&normalizer->bytes, &normalizer->bytes_capacity, normal * 3 + 4, 1)) return -1;
    int32_t place = 0, size = 0;
    while (place < normal) {
        UChar32 scalar;
        U16_NEXT(normalizer->normal, place, normal, scalar);
        if (lowers) scalar = u_tolower(scalar);
        if (U_IS_SURROGATE(scalar)) scalar = 0xFFFD;
        U8_APPEND_UNSAFE(normalizer->bytes, size, scalar);
    }
    *result = normalizer->bytes;
    return size;
}
