#pragma once
// dd0c-hold: runs one command and keeps what is known of it in a folder, so that whoever asked may die meanwhile.
// docs/runner.md describes the folder.
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What the program was asked for.
struct order {
    const char *spool;
    const char *ticket;
    long limit_ms;
    long grace_ms;
    long drain_ms;
    /// Bytes of output that are kept, at the most.
    long keep_bytes;
    /// Added to the niceness of the keeper and its command.
    int nice;
    bool read_only;
    const char **writable;
    int writable_count;
    /// The program and its arguments, NULL at the end.
    char **command;
};

/// The folder of the execution while its command runs.
struct spool {
    int folder;
    /// Locked for as long as this process lives.
    int ticket;
    int started;
    int output;
    int result;
    uint64_t head;
    uint64_t ring;
    /// Bytes that the command wrote.
    uint64_t total;
    /// Bytes up to which the file holds them; less than `total` once the file could not be written.
    uint64_t kept;
};

enum end_kind { END_EXITED, END_SIGNALED, END_TIMED_OUT, END_KILLED, END_NOT_STARTED };

/// How the command ended.
struct ending {
    enum end_kind kind;
    /// Exit code, signal, or error number.
    int value;
    /// For END_NOT_STARTED: what failed.
    const char *stage;
    /// Processes of the command that could not be ended.
    int left;
    int64_t began_ms;
    int64_t ended_ms;
};

/// What spool_open and spool_begin give when the command must not run: it was taken back, or begun before.
enum { SPOOL_READY = 0, SPOOL_FAILED = -1, SPOOL_REVOKED = 1 };

int spool_open(struct spool *spool, const struct order *order);
int spool_begin(struct spool *spool);
void spool_note_command(struct spool *spool, pid_t command);
void spool_write(struct spool *spool, const char *bytes, size_t count);
int spool_finish(struct spool *spool, const struct ending *ending);

/// Starts the command in a session of its own, its output on a pipe.
/// Returns its number, or -1 with `ending` filled in.
pid_t command_start(const struct order *order, mode_t mask, int *output, struct ending *ending);

/// What the keeper is told of: its command ended, or it shall end it. Blocked from before the command is started.
sigset_t watched_signals(void);

/// Follows the command to its end.
void follow(pid_t command, int output, const struct order *order, struct spool *spool, struct ending *ending);

int64_t clock_ms(clockid_t clock);
/// Start of a process in clock ticks after boot, from /proc/PID/stat; 0 when it cannot be read.
uint64_t start_ticks(pid_t process);
