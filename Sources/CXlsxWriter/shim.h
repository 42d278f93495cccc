// libxlsxwriter of the system: Debian's libxlsxwriter-dev.
#include <xlsxwriter.h>
