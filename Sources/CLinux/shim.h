#ifndef KEYTURN_CLINUX_SHIM_H
#define KEYTURN_CLINUX_SHIM_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Swift does not import function-like macros and functions with variable arguments. */

static inline int keyturn_errno(void) { return errno; }

static inline int keyturn_openat(int folder, const char *path, int flags, mode_t mode) {
    return openat(folder, path, flags, mode);
}

static inline int keyturn_is_regular(mode_t mode) { return S_ISREG(mode); }
static inline int keyturn_is_folder(mode_t mode) { return S_ISDIR(mode); }
static inline int keyturn_is_link(mode_t mode) { return S_ISLNK(mode); }

/* Asks with the rights of another user whether each path may be used as its mode (R_OK, W_OK, X_OK) says; an answer is 0
   or an error number. The paths stand one behind the other, each with its zero octet. A child asks, for a process that has given up its rights cannot take them back; it makes system
   calls and nothing else, so that the threads of its parent do not matter. Returns 0, or the error number of what failed. */
static inline int keyturn_access_as(uid_t user, gid_t group, const gid_t *groups, int group_count,
                                    const char *paths, const int *modes, int *answers, int count) {
    size_t size = sizeof(int) * (size_t)(count > 0 ? count : 1);
    int *shared = (int *)mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return errno;
    pid_t child = fork();
    if (child < 0) {
        int error = errno;
        munmap(shared, size);
        return error;
    }
    if (child == 0) {
        if (syscall(SYS_setgroups, group_count, groups) != 0) _exit(errno);
        if (syscall(SYS_setresgid, group, group, group) != 0) _exit(errno);
        if (syscall(SYS_setresuid, user, user, user) != 0) _exit(errno);
        for (int index = 0; index < count; index++) {
            shared[index] = access(paths, modes[index]) == 0 ? 0 : errno;
            paths += strlen(paths) + 1;
        }
        _exit(0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    for (int index = 0; index < count; index++) answers[index] = shared[index];
    munmap(shared, size);
    return WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
}

/* Begins to bring all that is dirty of a file to the disk, and does not wait (SYNC_FILE_RANGE_WRITE). */
static inline int keyturn_begin_writeback(int file) {
    return (int)syscall(SYS_sync_file_range, file, (off_t)0, (off_t)0, 2u);
}

/* Flags that the Swift importer sees as enumeration values of no type, or not at all. */

static inline int keyturn_timer_create(void) {
    return timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
}

static inline int keyturn_timer_set(int timer, time_t seconds, long nanoseconds) {
    struct itimerspec value = {.it_value = {.tv_sec = seconds, .tv_nsec = nanoseconds}};
    return timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &value, 0);
}

static inline void keyturn_limit_arenas(int count) { mallopt(M_ARENA_MAX, count); }
static inline void keyturn_give_memory_back(void) { malloc_trim(0); }

static inline int keyturn_inotify_create(void) { return inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }
static inline int keyturn_eventfd_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

/* A send waits this many seconds for a reader whose queue is full, and fails with EAGAIN then: who does not read
   must not stop the daemon. */
#define KEYTURN_SEND_SECONDS 2

static inline int keyturn_datagram_socket(void) {
    int number = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct timeval limit = {KEYTURN_SEND_SECONDS, 0};
    if (number >= 0) setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return number;
}

#endif
