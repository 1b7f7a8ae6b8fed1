#define _GNU_SOURCE
#include "hold.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Exit codes of the launcher: sysexits(3) for a wrong call, and two of our own.
enum { EXIT_BEGUN = 0, EXIT_FAILED = 1, EXIT_REVOKED = 3, EXIT_WRONG_CALL = 64 };

static const char usage[] =
    "usage: dd0c-hold --spool FOLDER --ticket TEXT [--limit-ms N] [--grace-ms N] [--drain-ms N] [--keep-bytes N]\n"
    "                 [--nice N] [--read-only [--writable PATH]...] -- PROGRAM [ARGUMENT]...\n"
    "Runs PROGRAM and keeps its output and its end in FOLDER. Started by dd0c-run; not meant to be called by hand.\n";

static long number(const char *text, long least) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || *end != 0 || end == text || value < least) {
        fprintf(stderr, "dd0c-hold: '%s' is no number from %ld on\n", text, least);
        exit(EXIT_WRONG_CALL);
    }
    return value;
}

static struct order parse(int count, char **arguments) {
    static const struct option options[] = {
        {"spool", required_argument, NULL, 's'},      {"ticket", required_argument, NULL, 't'},
        {"limit-ms", required_argument, NULL, 'l'},   {"grace-ms", required_argument, NULL, 'g'},
        {"drain-ms", required_argument, NULL, 'd'},   {"keep-bytes", required_argument, NULL, 'k'},
        {"writable", required_argument, NULL, 'w'},   {"read-only", no_argument, NULL, 'r'},
        {"nice", required_argument, NULL, 'n'},
        {"version", no_argument, NULL, 'v'},          {NULL, 0, NULL, 0},
    };
    struct order order = {.limit_ms = 300000, .grace_ms = 300, .drain_ms = 250, .keep_bytes = 16 << 20};
    order.writable = calloc((size_t)count, sizeof *order.writable);
    if (!order.writable) exit(EXIT_FAILED);
    int option;
    while ((option = getopt_long(count, arguments, "+", options, NULL)) != -1) {
        switch (option) {
        case 's': order.spool = optarg; break;
        case 't': order.ticket = optarg; break;
        case 'l': order.limit_ms = number(optarg, 1); break;
        case 'g': order.grace_ms = number(optarg, 0); break;
        case 'd': order.drain_ms = number(optarg, 0); break;
        case 'k': order.keep_bytes = number(optarg, 2); break;
        case 'w': order.writable[order.writable_count++] = optarg; break;
        case 'n': order.nice = (int)number(optarg, 0); break;
        case 'r': order.read_only = true; break;
        case 'v': puts("dd0c-hold 1"); exit(0);
        default: fputs(usage, stderr); exit(EXIT_WRONG_CALL);
        }
    }
    order.command = arguments + optind;
    if (!order.spool || !order.ticket || !*order.ticket || !order.command[0]) {
        fputs(usage, stderr);
        exit(EXIT_WRONG_CALL);
    }
    return order;
}

/// Tells the launcher how it went, and lets go of it. It may be dead: then nobody has to know.
static void tell(int launcher, const char *text) {
    while (write(launcher, text, strlen(text)) < 0 && errno == EINTR) {}
    close(launcher);
}

static void tell_failure(int launcher, const char *what) {
    char text[256];
    snprintf(text, sizeof text, "%s: %s\n", what, strerror(errno));
    tell(launcher, text);
}

/// Nothing is left that could end this process, or wait for it, other than what it is told to.
static int settle(void) {
    if (setsid() < 0) return -1;
    const sigset_t watched = watched_signals();
    if (sigprocmask(SIG_SETMASK, &watched, NULL) < 0) return -1;
    static const int ignored[] = {SIGPIPE, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGTSTP, SIGXFSZ};
    for (size_t index = 0; index < sizeof ignored / sizeof *ignored; index++) signal(ignored[index], SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0) return -1;
    for (int standard = 0; standard < 3; standard++)
        if (dup2(nothing, standard) < 0) return -1;
    close(nothing);
    prctl(PR_SET_NAME, "dd0c-hold");
    return prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static int keep(const struct order *order, int launcher) {
    struct spool spool = {0};
    mode_t mask = umask(077);
    if (settle() < 0) {
        tell_failure(launcher, "the keeper cannot be set up");
        return EXIT_FAILED;
    }
    int state = spool_open(&spool, order);
    if (state == SPOOL_READY) state = spool_begin(&spool);
    if (state == SPOOL_FAILED) {
        tell_failure(launcher, "the folder of the command cannot be used");
        return EXIT_FAILED;
    }
    if (state == SPOOL_REVOKED) {
        tell(launcher, "revoked\n");
        return EXIT_REVOKED;
    }
    // Fails for a value out of range only, which is then taken as the nearest one.
    if (order->nice > 0) (void)setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + order->nice);
    struct ending ending = {.began_ms = clock_ms(CLOCK_REALTIME)};
    int output = -1;
    pid_t command = command_start(order, mask, &output, &ending);
    if (command > 0) spool_note_command(&spool, command);
    tell(launcher, "begun\n");
    // The command's folder is not held: it may be on a file system that somebody wants to take away.
    if (chdir("/") < 0) {}
    if (command > 0) {
        follow(command, output, order, &spool, &ending);
    } else {
        ending.ended_ms = clock_ms(CLOCK_REALTIME);
    }
    // Without a result the end counts as unknown; there is nobody to tell more.
    return spool_finish(&spool, &ending) < 0 ? EXIT_FAILED : EXIT_BEGUN;
}

/// Waits until the keeper has begun, and ends: the keeper is nobody's child then.
static int launch(int keeper_end) {
    char text[512];
    size_t filled = 0;
    for (;;) {
        ssize_t count = read(keeper_end, text + filled, sizeof text - 1 - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        filled += (size_t)count;
    }
    text[filled] = 0;
    if (strcmp(text, "begun\n") == 0) return EXIT_BEGUN;
    if (strcmp(text, "revoked\n") == 0) return EXIT_REVOKED;
    fputs(filled > 0 ? text : "the keeper ended before it had begun\n", stderr);
    return EXIT_FAILED;
}

int main(int count, char **arguments) {
    struct order order = parse(count, arguments);
#ifdef SYS_close_range
    // Nothing of the caller stays open in the keeper.
    (void)syscall(SYS_close_range, 3U, ~0U, 0U);
#endif
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        perror("dd0c-hold: pipe");
        return EXIT_FAILED;
    }
    pid_t keeper = fork();
    if (keeper < 0) {
        perror("dd0c-hold: fork");
        return EXIT_FAILED;
    }
    if (keeper == 0) {
        close(ends[0]);
        _exit(keep(&order, ends[1]));
    }
    close(ends[1]);
    return launch(ends[0]);
}
