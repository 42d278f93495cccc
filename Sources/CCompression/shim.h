// zlib and zstd of the system: Debian's zlib1g-dev and libzstd-dev.
#include <zlib.h>
#include <zstd.h>
