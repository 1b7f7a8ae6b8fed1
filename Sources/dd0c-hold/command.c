#define _GNU_SOURCE
#include "hold.h"
#include "../CLinux/landlock.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What the child tells when it could not become the command.
struct failure {
    int stage;
    int error;
};

static const char *const stages[] = {"start", "read-only", "program"};
enum { STAGE_START, STAGE_READ_ONLY, STAGE_PROGRAM };

extern char **environ;

static void fail(int pipe, int stage, int error) {
    struct failure failure = {stage, error};
    // Fewer bytes than a pipe takes at once.
    ssize_t done = write(pipe, &failure, sizeof failure);
    _exit(done == sizeof failure ? 127 : 126);
}

static void become(const struct order *order, mode_t mask, pid_t keeper, int output, int report) {
    // With the keeper, what it holds goes as well: nobody would limit it any more.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) fail(report, STAGE_START, errno);
    if (getppid() != keeper) _exit(126);
    if (setsid() < 0) fail(report, STAGE_START, errno);
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) fail(report, STAGE_START, errno);
    umask(mask);
    if (order->read_only && dd_landlock_read_only(order->writable, order->writable_count) < 0)
        fail(report, STAGE_READ_ONLY, errno);
    execve(order->command[0], order->command, environ);
    fail(report, STAGE_PROGRAM, errno);
}

static void refuse(struct ending *ending, const char *stage, int error) {
    ending->kind = END_NOT_STARTED;
    ending->stage = stage;
    ending->value = error;
}

pid_t command_start(const struct order *order, mode_t mask, int *output, struct ending *ending) {
    int ends[2], report[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        refuse(ending, stages[STAGE_START], errno);
        return -1;
    }
    if (pipe2(report, O_CLOEXEC) < 0) {
        refuse(ending, stages[STAGE_START], errno);
        close(ends[0]);
        close(ends[1]);
        return -1;
    }
    pid_t keeper = getpid(), child = fork();
    if (child == 0) become(order, mask, keeper, ends[1], report[1]);
    int error = errno;
    close(ends[1]);
    close(report[1]);
    struct failure failure = {STAGE_START, error};
    ssize_t count = sizeof failure;
    if (child > 0) {
        // Ends when the child has become the command, or has told why not.
        do count = read(report[0], &failure, sizeof failure);
        while (count < 0 && errno == EINTR);
    }
    close(report[0]);
    if (count == 0) {
        *output = ends[0];
        return child;
    }
    close(ends[0]);
    if (child > 0) waitpid(child, NULL, 0);
    refuse(ending, stages[failure.stage], failure.error);
    return -1;
}
