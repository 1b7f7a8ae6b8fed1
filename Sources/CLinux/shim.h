#pragma once
// Parts of the Linux interface that Swift's Glibc module leaves out.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "landlock.h"

// Functions that are variadic, or declared for GNU sources only, which Swift cannot import.
/// pipe2(2) with O_CLOEXEC: no child that is started at the same moment inherits the ends.
static inline int dd_pipe_cloexec(int *ends) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }
/// Names the calling thread, with at most 15 bytes.
static inline int dd_set_thread_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }
/// pidfd_open(2): -1 when there is no such process, or before Linux 5.3.
static inline int dd_pidfd_open(int process) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    (void)process;
    return -1;
#endif
}
/// pidfd_send_signal(2)
static inline int dd_pidfd_send_signal(int descriptor, int number) {
#ifdef SYS_pidfd_send_signal
    return (int)syscall(SYS_pidfd_send_signal, descriptor, number, (void *)0, 0);
#else
    (void)descriptor, (void)number;
    return -1;
#endif
}
/// gettid(2): which thread this is, among all of the machine.
static inline long dd_thread_number(void) { return syscall(SYS_gettid); }
