// libcurl, as the system ships it. Its variadic calls do not import into Swift: typed wrappers follow.
#include <curl/curl.h>
