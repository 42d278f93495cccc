// zlib, zstd and LZ4 of the system: Debian's zlib1g-dev, libzstd-dev and liblz4-dev.
#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>
