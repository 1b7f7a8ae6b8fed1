#define _GNU_SOURCE
#include "hold.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// How long after the command's end its own processes may take to be gone, once they were killed.
enum { CLEARING_MS = 1000 };

struct vigil {
    pid_t command;
    const struct order *order;
    int output;
    int signals;
    int64_t limit_at;
    int64_t kill_at;
    int64_t drain_until;
    int64_t clear_until;
    bool asked;
    enum end_kind reason;
    bool exited;
};

static bool is_child(const char *name, pid_t parent, pid_t *child) {
    char path[300], text[1024];
    if (!isdigit((unsigned char)name[0])) return false;
    snprintf(path, sizeof path, "/proc/%s/stat", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return false;
    text[count] = 0;
    char *rest = strrchr(text, ')'), state;
    int of;
    if (!rest || sscanf(rest + 1, " %c %d", &state, &of) != 2 || of != parent || state == 'Z') return false;
    *child = (pid_t)atoi(name);
    return true;
}

/// Kills the processes whose parent is this one: what the command left behind comes to us, the subreaper, generation
/// by generation. Gives their number.
static int kill_children(void) {
    DIR *table = opendir("/proc");
    if (!table) return 0;
    int count = 0;
    struct dirent *entry;
    while ((entry = readdir(table))) {
        pid_t child;
        if (!is_child(entry->d_name, getpid(), &child)) continue;
        kill(child, SIGKILL);
        count++;
    }
    closedir(table);
    return count;
}

static void ask(struct vigil *vigil, enum end_kind reason, int64_t now) {
    if (vigil->asked || vigil->exited) return;
    vigil->asked = true;
    vigil->reason = reason;
    vigil->kill_at = now + vigil->order->grace_ms;
    kill(-vigil->command, SIGTERM);
}

static void note_exit(struct vigil *vigil, const siginfo_t *info, struct ending *ending, int64_t now) {
    vigil->exited = true;
    ending->kind = info->si_code == CLD_EXITED ? END_EXITED : END_SIGNALED;
    ending->value = info->si_status;
    if (vigil->asked) {
        ending->kind = vigil->reason;
        ending->value = 0;
    }
    ending->ended_ms = clock_ms(CLOCK_REALTIME);
    vigil->drain_until = now + vigil->order->drain_ms;
    vigil->clear_until = now + CLEARING_MS;
    // Not reaped yet: the number of the group is still its own.
    kill(-vigil->command, SIGKILL);
}

/// Takes note of every child that ended; the number of those that live is not known by it.
static void reap(struct vigil *vigil, struct ending *ending, int64_t now) {
    for (;;) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0) return;
        if (info.si_pid == vigil->command && !vigil->exited) note_exit(vigil, &info, ending, now);
        waitpid(info.si_pid, NULL, 0);
    }
}

/// Whether nothing is left that has to be gone: the group, and when the command was ended before its time, every
/// descendant.
static bool is_cleared(struct vigil *vigil) {
    if (vigil->asked) {
        siginfo_t info = {0};
        return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
    }
    return kill(-vigil->command, 0) < 0;
}

static int64_t earlier(int64_t one, int64_t other) { return one < other ? one : other; }

static int timeout(const struct vigil *vigil, int64_t now) {
    int64_t next = vigil->limit_at;
    if (vigil->asked) next = vigil->kill_at;
    if (vigil->exited) {
        next = vigil->output >= 0 && now < vigil->drain_until ? vigil->drain_until : vigil->clear_until;
        // A straggler that is reparented makes no signal: look again.
        if (vigil->asked) next = earlier(next, now + 10);
    }
    int64_t left = next - now;
    return left < 0 ? 0 : left > 1000000 ? 1000000 : (int)left;
}

static void take_output(struct vigil *vigil, struct spool *spool) {
    static char chunk[64 << 10];
    ssize_t count = read(vigil->output, chunk, sizeof chunk);
    if (count > 0) {
        spool_write(spool, chunk, (size_t)count);
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
        close(vigil->output);
        vigil->output = -1;
    }
}

static void take_signals(struct vigil *vigil, struct ending *ending, int64_t now) {
    struct signalfd_siginfo signal;
    while (read(vigil->signals, &signal, sizeof signal) == sizeof signal) {
        if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) ask(vigil, END_KILLED, now);
    }
    reap(vigil, ending, now);
}

static bool is_over(struct vigil *vigil, struct ending *ending, int64_t now) {
    if (!vigil->exited) return false;
    if (vigil->asked) ending->left = kill_children();
    if (!is_cleared(vigil) && now < vigil->clear_until) return false;
    return vigil->output < 0 || now >= vigil->drain_until;
}

sigset_t watched_signals(void) {
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGCHLD);
    return watched;
}

void follow(pid_t command, int output, const struct order *order, struct spool *spool, struct ending *ending) {
    const sigset_t watched = watched_signals();
    struct vigil vigil = {
        .command = command,
        .order = order,
        .output = output,
        // They were blocked before the command was started, so none is missed.
        .signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK),
        .limit_at = clock_ms(CLOCK_MONOTONIC) + order->limit_ms,
    };
    fcntl(output, F_SETFL, O_NONBLOCK);
    for (;;) {
        int64_t now = clock_ms(CLOCK_MONOTONIC);
        if (is_over(&vigil, ending, now)) break;
        struct pollfd entries[] = {{vigil.output, POLLIN, 0}, {vigil.signals, POLLIN, 0}};
        int ready = poll(entries, 2, timeout(&vigil, now));
        now = clock_ms(CLOCK_MONOTONIC);
        if (!vigil.exited && now >= vigil.limit_at) ask(&vigil, END_TIMED_OUT, now);
        if (!vigil.exited && vigil.asked && now >= vigil.kill_at) {
            // Again after the next grace, should a child have been made in between.
            vigil.kill_at = now + order->grace_ms;
            kill(-command, SIGKILL);
        }
        if (ready <= 0) continue;
        if (entries[1].revents) take_signals(&vigil, ending, now);
        if (entries[0].revents) take_output(&vigil, spool);
    }
    if (vigil.output >= 0) close(vigil.output);
    close(vigil.signals);
}
