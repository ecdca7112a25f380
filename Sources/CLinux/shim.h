// Calls of Linux that do not import into Swift: prctl(2) is variadic, and the C library gives resources an enumeration.
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

// No other process of this user may read this one's memory, and no core file is made of it.
static inline int capataz_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  // One does not wait for the other: a filter of system calls may forbid either.
  int limited = setrlimit(RLIMIT_CORE, &none);
  int sealed = prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
  return limited == 0 && sealed == 0 ? 0 : -1;
}

static inline int capataz_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L); }

// The name of the calling thread, as proc(5) and debuggers show it; at most 15 bytes of it count.
static inline void capataz_name_thread(const char *name) { (void)prctl(PR_SET_NAME, name, 0L, 0L, 0L); }

// As many files as may ever be open; the limit stays as it is where that is not permitted.
static inline void capataz_raise_file_limit(void) {
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= files.rlim_max) return;
  files.rlim_cur = files.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &files);
}
