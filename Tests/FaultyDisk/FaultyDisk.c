#include "FaultyDisk.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What is known to be on the platter of one file.
typedef struct record {
  struct record *next;
  dev_t device;
  ino_t inode;
  char name[NAME_MAX + 1];
  unsigned char *bytes;
  size_t size;
  // False while no sync has made its directory entry last.
  bool exists;
  // Deleted, but the directory was not synced since.
  bool deleted;
} record;

struct faulty_disk {
  struct faulty_disk *next;
  char directory[PATH_MAX];
  pthread_mutex_t mutex;
  record *records;
  unsigned kinds;
  int countdown;
  bool is_full;
  bool lasting;
  int64_t room;
  int syncs;
  char target[PATH_MAX];
  bool is_off;
  bool has_failed;
};

typedef struct {
  sqlite3_file base;
  sqlite3_file *real;
  faulty_disk *disk;
  dev_t device;
  ino_t inode;
  // False for logs and journals.
  bool is_database;
} shim_file;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs shim_vfs;
static pthread_mutex_t disks_mutex = PTHREAD_MUTEX_INITIALIZER;
static faulty_disk *disks;

static bool is_inside(const faulty_disk *disk, const char *path) {
  size_t length = strlen(disk->directory);
  return strncmp(path, disk->directory, length) == 0 && path[length] == '/' && !strchr(path + length + 1, '/');
}

static faulty_disk *disk_of(const char *path) {
  if (!path) return NULL;
  pthread_mutex_lock(&disks_mutex);
  faulty_disk *disk = disks;
  while (disk && !is_inside(disk, path)) disk = disk->next;
  pthread_mutex_unlock(&disks_mutex);
  return disk;
}

static int own_error(unsigned kind) {
  switch (kind) {
    case FAULTY_READ: return SQLITE_IOERR_READ;
    case FAULTY_WRITE:
    case FAULTY_WRITE | FAULTY_DATABASE_WRITE: return SQLITE_IOERR_WRITE;
    case FAULTY_SYNC:
    case FAULTY_SYNC | FAULTY_DATABASE_SYNC: return SQLITE_IOERR_FSYNC;
    case FAULTY_TRUNCATE: return SQLITE_IOERR_TRUNCATE;
    case FAULTY_OPEN: return SQLITE_CANTOPEN;
    case FAULTY_DELETE: return SQLITE_IOERR_DELETE;
    case FAULTY_ACCESS: return SQLITE_IOERR_ACCESS;
    case FAULTY_SIZE: return SQLITE_IOERR_FSTAT;
    case FAULTY_LOCK: return SQLITE_IOERR_LOCK;
    case FAULTY_SHM_MAP: return SQLITE_IOERR_SHMMAP;
    default: return SQLITE_IOERR_SHMLOCK;
  }
}

// The error that a call has to give back; SQLITE_OK where it may go on. The disk is locked.
static int fault_locked(faulty_disk *disk, unsigned kind) {
  if (disk->is_off) return own_error(kind);
  if (!(disk->kinds & kind)) return SQLITE_OK;
  if (disk->countdown > 1) {
    disk->countdown--;
    return SQLITE_OK;
  }
  disk->has_failed = true;
  if (!disk->lasting) disk->kinds = 0;
  return disk->is_full ? SQLITE_FULL : own_error(kind);
}

static int fault(faulty_disk *disk, unsigned kind) {
  pthread_mutex_lock(&disk->mutex);
  int code = fault_locked(disk, kind);
  pthread_mutex_unlock(&disk->mutex);
  return code;
}

static record *find(faulty_disk *disk, dev_t device, ino_t inode) {
  record *found = disk->records;
  while (found && (found->deleted || found->device != device || found->inode != inode)) found = found->next;
  return found;
}

static bool load(const char *path, unsigned char **bytes, size_t *size) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct stat info;
  bool ok = fstat(descriptor, &info) == 0;
  unsigned char *buffer = ok ? malloc((size_t)info.st_size + 1) : NULL;
  size_t length = 0;
  while (ok && buffer) {
    ssize_t count = read(descriptor, buffer + length, (size_t)info.st_size - length);
    if (count <= 0) break;
    length += (size_t)count;
  }
  close(descriptor);
  if (!buffer) return false;
  free(*bytes);
  *bytes = buffer;
  *size = length;
  return true;
}

static bool store(const char *directory, const char *name, const unsigned char *bytes, size_t size) {
  char path[PATH_MAX + NAME_MAX + 2];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  size_t done = 0;
  while (done < size) {
    ssize_t count = write(descriptor, bytes + done, size - done);
    if (count <= 0) break;
    done += (size_t)count;
  }
  close(descriptor);
  return done == size;
}

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

// The files that do not come from SQLite are made durable by whoever writes them; shared memory is no disk's.
static bool image_locked(faulty_disk *disk, const char *target) {
  DIR *directory = opendir(disk->directory);
  if (!directory) return false;
  bool ok = true;
  for (struct dirent *entry = readdir(directory); entry && ok; entry = readdir(directory)) {
    const char *name = entry->d_name;
    char path[PATH_MAX + NAME_MAX + 2];
    snprintf(path, sizeof path, "%s/%s", disk->directory, name);
    struct stat info;
    if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode) || ends_with(name, "-shm") || ends_with(name, ".lock"))
      continue;
    record *known = find(disk, info.st_dev, info.st_ino);
    if (known) {
      if (known->exists) ok = store(target, name, known->bytes, known->size);
      continue;
    }
    unsigned char *bytes = NULL;
    size_t size = 0;
    ok = load(path, &bytes, &size) && store(target, name, bytes, size);
    free(bytes);
  }
  closedir(directory);
  for (record *lost = disk->records; lost && ok; lost = lost->next) {
    char path[PATH_MAX + NAME_MAX + 2];
    snprintf(path, sizeof path, "%s/%s", disk->directory, lost->name);
    if (lost->deleted && lost->exists && access(path, F_OK) != 0)
      ok = store(target, lost->name, lost->bytes, lost->size);
  }
  return ok;
}

static int shim_close(sqlite3_file *file) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods ? shim->real->pMethods->xClose(shim->real) : SQLITE_OK;
}

static int shim_read(sqlite3_file *file, void *buffer, int count, sqlite3_int64 offset) {
  shim_file *shim = (shim_file *)file;
  int code = fault(shim->disk, FAULTY_READ);
  return code ? code : shim->real->pMethods->xRead(shim->real, buffer, count, offset);
}

static int shim_write(sqlite3_file *file, const void *buffer, int count, sqlite3_int64 offset) {
  shim_file *shim = (shim_file *)file;
  faulty_disk *disk = shim->disk;
  pthread_mutex_lock(&disk->mutex);
  int code = fault_locked(disk, FAULTY_WRITE | (shim->is_database ? FAULTY_DATABASE_WRITE : 0));
  if (!code && disk->room >= 0) {
    if (disk->room < count) {
      disk->has_failed = true;
      code = SQLITE_FULL;
    } else {
      disk->room -= count;
    }
  }
  pthread_mutex_unlock(&disk->mutex);
  return code ? code : shim->real->pMethods->xWrite(shim->real, buffer, count, offset);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size) {
  shim_file *shim = (shim_file *)file;
  int code = fault(shim->disk, FAULTY_TRUNCATE);
  return code ? code : shim->real->pMethods->xTruncate(shim->real, size);
}

// A directory that is synced keeps the names in it, and forgets every file that was deleted before.
static void sync_directory(faulty_disk *disk) {
  for (record *gone = disk->records; gone; gone = gone->next)
    if (gone->deleted) gone->exists = false;
}

// What was written so far is durable, and so is the file's name: with the first sync of a journal or log that it made,
// SQLite syncs the directory as well. Nothing has to reach the real disk.
static int shim_sync(sqlite3_file *file, int flags) {
  (void)flags;
  shim_file *shim = (shim_file *)file;
  faulty_disk *disk = shim->disk;
  pthread_mutex_lock(&disk->mutex);
  int code = fault_locked(disk, FAULTY_SYNC | (shim->is_database ? FAULTY_DATABASE_SYNC : 0));
  if (!code && disk->syncs > 0 && --disk->syncs == 0) {
    image_locked(disk, disk->target);
    disk->is_off = true;
    disk->has_failed = true;
    code = SQLITE_IOERR_FSYNC;
  }
  record *known = code ? NULL : find(disk, shim->device, shim->inode);
  if (known) {
    sqlite3_int64 size = 0;
    code = shim->real->pMethods->xFileSize(shim->real, &size);
    unsigned char *bytes = code ? NULL : malloc((size_t)size + 1);
    if (bytes && size > 0) code = shim->real->pMethods->xRead(shim->real, bytes, (int)size, 0);
    if (bytes && !code) {
      free(known->bytes);
      known->bytes = bytes;
      known->size = (size_t)size;
      if (!known->exists) sync_directory(disk);
      known->exists = true;
    } else {
      free(bytes);
    }
  }
  pthread_mutex_unlock(&disk->mutex);
  return code;
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size) {
  shim_file *shim = (shim_file *)file;
  int code = fault(shim->disk, FAULTY_SIZE);
  return code ? code : shim->real->pMethods->xFileSize(shim->real, size);
}

static int shim_lock(sqlite3_file *file, int level) {
  shim_file *shim = (shim_file *)file;
  int code = fault(shim->disk, FAULTY_LOCK);
  return code ? code : shim->real->pMethods->xLock(shim->real, level);
}

static int shim_unlock(sqlite3_file *file, int level) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods->xUnlock(shim->real, level);
}

static int shim_check_lock(sqlite3_file *file, int *result) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods->xCheckReservedLock(shim->real, result);
}

static int shim_control(sqlite3_file *file, int operation, void *argument) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods->xFileControl(shim->real, operation, argument);
}

static int shim_sector_size(sqlite3_file *file) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods->xSectorSize(shim->real);
}

static int shim_characteristics(sqlite3_file *file) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods->xDeviceCharacteristics(shim->real);
}

static int shim_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  shim_file *shim = (shim_file *)file;
  int code = fault(shim->disk, FAULTY_SHM_MAP);
  return code ? code : shim->real->pMethods->xShmMap(shim->real, region, size, extend, memory);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  shim_file *shim = (shim_file *)file;
  int code = flags & SQLITE_SHM_UNLOCK ? SQLITE_OK : fault(shim->disk, FAULTY_SHM_LOCK);
  return code ? code : shim->real->pMethods->xShmLock(shim->real, offset, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file) {
  shim_file *shim = (shim_file *)file;
  shim->real->pMethods->xShmBarrier(shim->real);
}

static int shim_shm_unmap(sqlite3_file *file, int deletes) {
  shim_file *shim = (shim_file *)file;
  return shim->real->pMethods->xShmUnmap(shim->real, deletes);
}

// Version 2: without memory mapping, so that every byte goes through here.
static const sqlite3_io_methods shim_methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_check_lock,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector_size,
    .xDeviceCharacteristics = shim_characteristics,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

// Makes a record of a file, unless one is there: what was in it before us is durable.
static void note(faulty_disk *disk, const char *path, bool existed, shim_file *shim) {
  struct stat info;
  if (stat(path, &info) != 0) return;
  shim->device = info.st_dev;
  shim->inode = info.st_ino;
  record *known = find(disk, info.st_dev, info.st_ino);
  bool is_fresh = !existed || info.st_size == 0;
  if (known && !is_fresh) return;
  if (!known) {
    known = calloc(1, sizeof *known);
    if (!known) return;
    known->next = disk->records;
    disk->records = known;
  }
  known->device = info.st_dev;
  known->inode = info.st_ino;
  known->exists = existed;
  known->size = 0;
  snprintf(known->name, sizeof known->name, "%s", path + strlen(disk->directory) + 1);
  if (existed) load(path, &known->bytes, &known->size);
}

static int shim_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *result_flags) {
  (void)vfs;
  faulty_disk *disk = disk_of(name);
  if (!disk) return real_vfs->xOpen(real_vfs, name, file, flags, result_flags);
  shim_file *shim = (shim_file *)file;
  memset(shim, 0, sizeof *shim);
  int code = fault(disk, FAULTY_OPEN);
  if (code) return code;
  shim->real = (sqlite3_file *)(shim + 1);
  shim->disk = disk;
  shim->is_database = flags & SQLITE_OPEN_MAIN_DB;
  bool existed = access(name, F_OK) == 0;
  code = real_vfs->xOpen(real_vfs, name, shim->real, flags, result_flags);
  if (code) return code;
  shim->base.pMethods = &shim_methods;
  pthread_mutex_lock(&disk->mutex);
  note(disk, name, existed, shim);
  pthread_mutex_unlock(&disk->mutex);
  return SQLITE_OK;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int syncs_directory) {
  (void)vfs;
  faulty_disk *disk = disk_of(name);
  if (!disk) return real_vfs->xDelete(real_vfs, name, syncs_directory);
  pthread_mutex_lock(&disk->mutex);
  int code = fault_locked(disk, FAULTY_DELETE);
  struct stat info;
  record *known = !code && stat(name, &info) == 0 ? find(disk, info.st_dev, info.st_ino) : NULL;
  if (!code) code = real_vfs->xDelete(real_vfs, name, 0);
  if (!code && known) known->deleted = true;
  if (!code && syncs_directory) sync_directory(disk);
  pthread_mutex_unlock(&disk->mutex);
  return code;
}

static int shim_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  (void)vfs;
  faulty_disk *disk = disk_of(name);
  int code = disk ? fault(disk, FAULTY_ACCESS) : SQLITE_OK;
  return code ? code : real_vfs->xAccess(real_vfs, name, flags, result);
}

static void install(void) {
  real_vfs = sqlite3_vfs_find(NULL);
  shim_vfs = *real_vfs;
  shim_vfs.pNext = NULL;
  shim_vfs.zName = "faulty-disk";
  shim_vfs.szOsFile = (int)sizeof(shim_file) + real_vfs->szOsFile;
  shim_vfs.xOpen = shim_open;
  shim_vfs.xDelete = shim_delete;
  shim_vfs.xAccess = shim_access;
  sqlite3_vfs_register(&shim_vfs, 1);
}

faulty_disk *faulty_disk_attach(const char *directory) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
  faulty_disk *disk = calloc(1, sizeof *disk);
  if (!disk) return NULL;
  if (!realpath(directory, disk->directory)) {
    free(disk);
    return NULL;
  }
  pthread_mutex_init(&disk->mutex, NULL);
  disk->room = -1;
  pthread_mutex_lock(&disks_mutex);
  disk->next = disks;
  disks = disk;
  pthread_mutex_unlock(&disks_mutex);
  return disk;
}

void faulty_disk_detach(faulty_disk *disk) {
  pthread_mutex_lock(&disks_mutex);
  faulty_disk **link = &disks;
  while (*link && *link != disk) link = &(*link)->next;
  if (*link) *link = disk->next;
  pthread_mutex_unlock(&disks_mutex);
  while (disk->records) {
    record *known = disk->records;
    disk->records = known->next;
    free(known->bytes);
    free(known);
  }
  pthread_mutex_destroy(&disk->mutex);
  free(disk);
}

void faulty_disk_fail(faulty_disk *disk, unsigned kinds, int nth, bool is_full, bool lasting) {
  pthread_mutex_lock(&disk->mutex);
  disk->kinds = kinds;
  disk->countdown = nth;
  disk->is_full = is_full;
  disk->lasting = lasting;
  disk->has_failed = false;
  pthread_mutex_unlock(&disk->mutex);
}

void faulty_disk_fill(faulty_disk *disk, int64_t bytes) {
  pthread_mutex_lock(&disk->mutex);
  disk->room = bytes;
  disk->has_failed = false;
  pthread_mutex_unlock(&disk->mutex);
}

void faulty_disk_cut_power(faulty_disk *disk, int nth, const char *target) {
  pthread_mutex_lock(&disk->mutex);
  disk->syncs = nth;
  snprintf(disk->target, sizeof disk->target, "%s", target);
  disk->has_failed = false;
  pthread_mutex_unlock(&disk->mutex);
}

void faulty_disk_mend(faulty_disk *disk) {
  pthread_mutex_lock(&disk->mutex);
  disk->kinds = 0;
  disk->room = -1;
  disk->syncs = 0;
  disk->is_off = false;
  pthread_mutex_unlock(&disk->mutex);
}

bool faulty_disk_has_failed(faulty_disk *disk) {
  pthread_mutex_lock(&disk->mutex);
  bool result = disk->has_failed;
  pthread_mutex_unlock(&disk->mutex);
  return result;
}

bool faulty_disk_image(faulty_disk *disk, const char *target) {
  pthread_mutex_lock(&disk->mutex);
  bool result = image_locked(disk, target);
  pthread_mutex_unlock(&disk->mutex);
  return result;
}
