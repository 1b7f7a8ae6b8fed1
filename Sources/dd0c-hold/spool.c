#define _GNU_SOURCE
#include "hold.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// The beginning of the file `output`; then `head` bytes of the beginning, then a ring of `ring` bytes.
struct header {
    char magic[8];
    uint64_t head;
    uint64_t ring;
    uint64_t total;
    uint64_t kept;
    uint64_t reserved[3];
};

enum { RESULT_BYTES = 512 };

// Output is handed to the disk in portions of this size as it comes: left to the kernel, gigabytes of it would pile up and
// hold up whoever makes something durable on the same disk, such as the bot its journal.
enum { FLUSH_BYTES = 1 << 20 };

int64_t clock_ms(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int read_small(int folder, const char *path, char *text, size_t size) {
    int file = openat(folder, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t count;
    do count = read(file, text, size - 1);
    while (count < 0 && errno == EINTR);
    close(file);
    if (count < 0) return -1;
    text[count] = 0;
    return 0;
}

uint64_t start_ticks(pid_t process) {
    char path[40], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    if (read_small(AT_FDCWD, path, text, sizeof text) < 0) return 0;
    // The second field, the name, may hold anything; the fields after its parenthesis are counted from the third.
    char *field = strrchr(text, ')');
    for (int number = 2; field && number < 22; number++) field = strchr(field + 1, ' ');
    uint64_t ticks = 0;
    return field && sscanf(field, "%" SCNu64, &ticks) == 1 ? ticks : 0;
}

static int write_all(int file, const char *bytes, size_t count, off_t offset) {
    while (count > 0) {
        ssize_t done = pwrite(file, bytes, count, offset);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return -1;
        if (done == 0) {
            errno = ENOSPC;
            return -1;
        }
        bytes += done;
        count -= (size_t)done;
        offset += done;
    }
    return 0;
}

static int make(int folder, const char *name) {
    return openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int spool_open(struct spool *spool, const struct order *order) {
    spool->folder = open(order->spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (spool->folder < 0) return SPOOL_FAILED;
    spool->ticket = openat(spool->folder, "ticket", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (spool->ticket < 0) return SPOOL_FAILED;
    int locked;
    do locked = flock(spool->ticket, LOCK_EX);
    while (locked < 0 && errno == EINTR);
    if (locked < 0) return SPOOL_FAILED;
    // From here on nobody else can take the ticket back, and who holds another one does not run.
    char text[128] = {0};
    ssize_t count = pread(spool->ticket, text, sizeof text - 1, 0);
    struct stat status;
    if (count < 0 || fstat(spool->ticket, &status) < 0) return SPOOL_FAILED;
    // Removed while we waited for the lock.
    if (status.st_nlink == 0) return SPOOL_REVOKED;
    if (strcmp(text, order->ticket) != 0) return SPOOL_REVOKED;
    spool->head = (uint64_t)order->keep_bytes / 2;
    spool->ring = (uint64_t)order->keep_bytes - spool->head;
    return SPOOL_READY;
}

static int make_files(struct spool *spool) {
    spool->output = make(spool->folder, "output");
    if (spool->output < 0) return -1;
    struct header header = {.magic = "DD0CSPL1", .head = spool->head, .ring = spool->ring};
    if (write_all(spool->output, (const char *)&header, sizeof header, 0) < 0) return -1;
    spool->result = make(spool->folder, "result.part");
    if (spool->result < 0) return -1;
    // Its room is taken now: the end must be recorded also when the disk is full by then.
    char blank[RESULT_BYTES];
    memset(blank, '\n', sizeof blank);
    return write_all(spool->result, blank, sizeof blank, 0);
}

int spool_begin(struct spool *spool) {
    struct stat status;
    if (fstatat(spool->folder, "started", &status, AT_SYMLINK_NOFOLLOW) == 0) return SPOOL_REVOKED;
    // Left by an attempt that failed before its command was started.
    unlinkat(spool->folder, "output", 0);
    unlinkat(spool->folder, "result.part", 0);
    char boot[64], text[192];
    if (make_files(spool) < 0) return SPOOL_FAILED;
    if (read_small(AT_FDCWD, "/proc/sys/kernel/random/boot_id", boot, sizeof boot) < 0) return SPOOL_FAILED;
    boot[strcspn(boot, "\n")] = 0;
    spool->started = make(spool->folder, "started");
    if (spool->started < 0) return errno == EEXIST ? SPOOL_REVOKED : SPOOL_FAILED;
    int count =
        snprintf(text, sizeof text, "keeper %d %" PRIu64 " %s\n", getpid(), start_ticks(getpid()), boot);
    // Durable before the command exists: without this file it certainly never ran.
    if (write_all(spool->started, text, (size_t)count, 0) < 0 || fsync(spool->started) < 0 || fsync(spool->folder) < 0) {
        int error = errno;
        unlinkat(spool->folder, "started", 0);
        errno = error;
        return SPOOL_FAILED;
    }
    return SPOOL_READY;
}

void spool_note_command(struct spool *spool, pid_t command) {
    char text[64];
    int count = snprintf(text, sizeof text, "command %d %" PRIu64 "\n", command, start_ticks(command));
    off_t end = lseek(spool->started, 0, SEEK_END);
    // Only to be shown: what counts is the keeper.
    if (end >= 0) (void)write_all(spool->started, text, (size_t)count, end);
}

static int keep(struct spool *spool, const char *bytes, size_t count, uint64_t position) {
    const off_t start = sizeof(struct header);
    while (count > 0) {
        size_t room;
        off_t offset;
        if (position < spool->head) {
            room = spool->head - position;
            offset = start + (off_t)position;
        } else {
            uint64_t place = (position - spool->head) % spool->ring;
            room = spool->ring - place;
            offset = start + (off_t)(spool->head + place);
        }
        size_t piece = count < room ? count : room;
        if (write_all(spool->output, bytes, piece, offset) < 0) return -1;
        if (position / FLUSH_BYTES != (position + piece) / FLUSH_BYTES)
            (void)sync_file_range(spool->output, 0, 0, SYNC_FILE_RANGE_WRITE);
        bytes += piece;
        count -= piece;
        position += piece;
    }
    return 0;
}

void spool_write(struct spool *spool, const char *bytes, size_t count) {
    // After a failure, as with a full disk, the rest is counted only: the command must go on.
    if (spool->kept == spool->total && keep(spool, bytes, count, spool->total) == 0) spool->kept += count;
    spool->total += count;
    uint64_t counts[2] = {spool->total, spool->kept};
    (void)write_all(spool->output, (const char *)counts, sizeof counts, offsetof(struct header, total));
}

/// FNV-1a, 64 bits: tells a result that was written whole from one that was not.
static uint64_t checksum(const char *bytes, size_t count) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t index = 0; index < count; index++) hash = (hash ^ (uint8_t)bytes[index]) * 0x100000001b3u;
    return hash;
}

static int describe(char *text, size_t size, const struct ending *ending) {
    switch (ending->kind) {
    case END_EXITED: return snprintf(text, size, "exited %d", ending->value);
    case END_SIGNALED: return snprintf(text, size, "signaled %d", ending->value);
    case END_TIMED_OUT: return snprintf(text, size, "timed-out 0");
    case END_KILLED: return snprintf(text, size, "killed 0");
    case END_NOT_STARTED: return snprintf(text, size, "not-started %d %s", ending->value, ending->stage);
    }
    return -1;
}

int spool_finish(struct spool *spool, const struct ending *ending) {
    char text[RESULT_BYTES], end[128];
    describe(end, sizeof end, ending);
    int count = snprintf(
        text, sizeof text,
        "dd0c-hold 1\nend %s\ntotal %" PRIu64 "\nkept %" PRIu64 "\nleft %d\nbegan %" PRId64 "\nended %" PRId64 "\n", end,
        spool->total, spool->kept, ending->left, ending->began_ms, ending->ended_ms);
    count += snprintf(
        text + count, sizeof text - (size_t)count, "check %016" PRIx64 "\n", checksum(text, (size_t)count));
    memset(text + count, '\n', sizeof text - (size_t)count);
    if (write_all(spool->result, text, sizeof text, 0) < 0 || fsync(spool->result) < 0) return -1;
    if (renameat(spool->folder, "result.part", spool->folder, "result") < 0) return -1;
    return fsync(spool->folder);
}
