#pragma once
// A process that only reads: landlock(7) for files, seccomp(2) for what Landlock leaves open. Raw system calls with
// definitions of our own, so that it builds with kernel headers that are older than the kernel.
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Declared for GNU sources only; the same on x86, ARM and RISC-V.
#ifdef O_PATH
#define DD_O_PATH O_PATH
#else
#define DD_O_PATH 010000000
#endif

#define DD_SYS_LANDLOCK_CREATE_RULESET 444
#define DD_SYS_LANDLOCK_ADD_RULE 445
#define DD_SYS_LANDLOCK_RESTRICT_SELF 446

/// struct landlock_ruleset_attr; older kernels take a shorter one, and longer ones whose rest is zero.
struct dd_landlock_ruleset {
    uint64_t handled_files;
    uint64_t handled_network;
    uint64_t scoped;
};

/// struct landlock_path_beneath_attr
struct dd_landlock_path {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

// Access rights of files that change something, and the version of the interface that brought the later ones.
#define DD_LANDLOCK_WRITE_FILE (1ULL << 1)
#define DD_LANDLOCK_REMOVE_AND_MAKE (0x1FF0ULL) /* REMOVE_DIR, REMOVE_FILE, MAKE_CHAR … MAKE_SYM: bits 4 to 12 */
#define DD_LANDLOCK_REFER (1ULL << 13)          /* 2 */
#define DD_LANDLOCK_TRUNCATE (1ULL << 14)       /* 3 */
#define DD_LANDLOCK_BIND_TCP (1ULL << 0)        /* 4 */
#define DD_LANDLOCK_SCOPE_SIGNAL (1ULL << 1)    /* 6 */

/// Version of the kernel's Landlock interface; 0 when it has none or it is switched off, -1 with errno for anything
/// else.
static inline int dd_landlock_version(void) {
    long version = syscall(DD_SYS_LANDLOCK_CREATE_RULESET, NULL, 0, 1U /* LANDLOCK_CREATE_RULESET_VERSION */);
    if (version >= 0) return (int)version;
    return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -1;
}

static inline int dd_landlock_allow(int ruleset, const char *path, uint64_t rights) {
    int file = open(path, DD_O_PATH | O_CLOEXEC);
    if (file < 0) return -1;
    struct dd_landlock_path rule = {.allowed = rights, .parent = file};
    int result = (int)syscall(DD_SYS_LANDLOCK_ADD_RULE, ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, &rule, 0);
    if (result < 0 && errno == EINVAL) {
        // What is no directory takes only these.
        rule.allowed = rights & (DD_LANDLOCK_WRITE_FILE | DD_LANDLOCK_TRUNCATE);
        result = (int)syscall(DD_SYS_LANDLOCK_ADD_RULE, ruleset, 1, &rule, 0);
    }
    int error = errno;
    close(file);
    errno = error;
    return result;
}


// MARK: What Landlock leaves open

#if defined(__x86_64__)
#define DD_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define DD_AUDIT_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define DD_AUDIT_ARCH AUDIT_ARCH_RISCV64
#endif

// Calls that change mode, owner, times or attributes of files, or the host as a whole. Newer ones have one number on
// all architectures.
static const uint32_t dd_changing_calls[] = {
#ifdef SYS_chmod
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
    SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat,
    SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
    452 /* fchmodat2 */, 463 /* setxattrat */, 466 /* removexattrat */, 469 /* file_setattr */,
    SYS_mq_unlink, SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime,
    SYS_adjtimex, SYS_reboot, SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module,
    SYS_delete_module, SYS_swapon, SYS_swapoff, SYS_acct, SYS_process_vm_writev,
    425 /* io_uring_setup: what goes through it is not seen here */,
};

/// Refuses those calls, and every call of another architecture's table, with EPERM. Needs no_new_privs.
/// - Returns: 0, or -1 with errno.
static inline int dd_seccomp_read_only(void) {
#ifdef DD_AUDIT_ARCH
    enum { calls = sizeof dd_changing_calls / sizeof *dd_changing_calls, start = 5, length = start + calls + 2 };
    struct sock_filter program[length];
    const struct sock_filter deny = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    program[0] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    program[1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, DD_AUDIT_ARCH, 1, 0);
    program[2] = deny;
    program[3] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    // The x32 table of x86-64 begins here; nothing else is that high.
    program[4] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, length - 1 - start, 0);
    for (int index = 0; index < calls; index++)
        program[start + index] = (struct sock_filter)BPF_JUMP(
            BPF_JMP | BPF_JEQ | BPF_K, dd_changing_calls[index], (uint8_t)(calls - index), 0);
    program[length - 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program[length - 1] = deny;
    struct sock_fprog filter = {.len = length, .filter = program};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}

// MARK: Both

/// From now on the calling thread, and every process that it makes, can read and execute what it could before, but
/// create, write, cut, rename or remove nothing outside the given paths, mount nothing, and change no mode, owner,
/// clock or name of the host. From version 4 of Landlock on it also cannot listen on a TCP port, from 6 on not signal
/// a process outside. It cannot gain privileges any more (no_new_privs): sudo and the like fail. There is no way back.
///
/// Not covered: what is open already; most of ioctl(2) and netlink(7); sockets, and so what a service with more rights
/// does when it is asked to.
/// - Parameter writable_paths: files and directories, which must exist.
/// - Returns: 0 when it is enforced, 1 when the kernel has no Landlock, -1 with errno when it failed; a part may be in
///   force then.
static inline int dd_landlock_read_only(const char *const *writable_paths, int count) {
    int version = dd_landlock_version();
    if (version <= 0) return version == 0 ? 1 : -1;
    struct dd_landlock_ruleset rules = {.handled_files = DD_LANDLOCK_WRITE_FILE | DD_LANDLOCK_REMOVE_AND_MAKE};
    if (version >= 2) rules.handled_files |= DD_LANDLOCK_REFER;
    if (version >= 3) rules.handled_files |= DD_LANDLOCK_TRUNCATE;
    if (version >= 4) rules.handled_network = DD_LANDLOCK_BIND_TCP;
    if (version >= 6) rules.scoped = DD_LANDLOCK_SCOPE_SIGNAL;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    int ruleset = (int)syscall(DD_SYS_LANDLOCK_CREATE_RULESET, &rules, sizeof rules, 0U);
    if (ruleset < 0) return -1;
    int result = 0;
    for (int index = 0; index < count && result == 0; index++)
        result = dd_landlock_allow(ruleset, writable_paths[index], rules.handled_files);
    if (result == 0) result = (int)syscall(DD_SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0U);
    int error = errno;
    close(ruleset);
    errno = error;
    if (result != 0) return -1;
    // A kernel without seccomp filters still has the larger part.
    return dd_seccomp_read_only() == 0 || errno == EINVAL || errno == ENOSYS ? 0 : -1;
}
