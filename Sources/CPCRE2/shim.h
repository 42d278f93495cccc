// PCRE2 of the system, for UTF-8: Debian's libpcre2-dev.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
