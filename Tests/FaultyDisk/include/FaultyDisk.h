/// A disk that loses, fails and fills up: a SQLite VFS in front of the usual one, for the files of attached
/// directories only. Tests may run beside each other in one process, each with a directory of its own.
///
/// Source: <https://www.sqlite.org/vfs.html>, <https://www.sqlite.org/c3ref/io_methods.html>.
#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct faulty_disk faulty_disk;

/// The calls that can be made to fail.
enum {
  FAULTY_READ = 1,
  FAULTY_WRITE = 2,
  FAULTY_SYNC = 4,
  FAULTY_TRUNCATE = 8,
  FAULTY_OPEN = 16,
  FAULTY_DELETE = 32,
  FAULTY_ACCESS = 64,
  FAULTY_SIZE = 128,
  FAULTY_LOCK = 256,
  FAULTY_SHM_MAP = 512,
  FAULTY_SHM_LOCK = 1024,
  /// Those to a database itself, not to its log: with a write-ahead log only checkpoints make them.
  FAULTY_DATABASE_WRITE = 2048,
  FAULTY_DATABASE_SYNC = 4096,
};

/// Puts the shim in front of the files that SQLite opens in `directory` from now on.
faulty_disk *faulty_disk_attach(const char *directory);

/// Leaves the directory to itself again. All connections to files in it must have been closed.
void faulty_disk_detach(faulty_disk *disk);

/// Lets the `nth` call from now of any of `kinds` fail, and all later ones where it is `lasting`; with SQLITE_FULL
/// where it `is_full`, else with the error that goes with the kind.
void faulty_disk_fail(faulty_disk *disk, unsigned kinds, int nth, bool is_full, bool lasting);

/// Lets the disk be full once so many bytes more have been written.
void faulty_disk_fill(faulty_disk *disk, int64_t bytes);

/// Cuts the power instead of the `nth` sync from now: what has been synced is put into the directory `target`, and
/// every later call fails.
void faulty_disk_cut_power(faulty_disk *disk, int nth, const char *target);

/// Ends all faults that were asked for.
void faulty_disk_mend(faulty_disk *disk);

/// Whether a fault that was asked for has come to pass since.
bool faulty_disk_has_failed(faulty_disk *disk);

/// Puts into the directory `target` what a power cut would leave now.
bool faulty_disk_image(faulty_disk *disk, const char *target);

#endif
