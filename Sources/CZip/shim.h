// libzip of the system: Debian's libzip-dev.
#include <zip.h>
