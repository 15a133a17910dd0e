// A clock that the tests can move, preloaded into the programs that they watch.
//
// The file named by KEYTURN_CLOCK holds one signed 64-bit number of nanoseconds, in the machine's own order of octets.
// It is mapped and added to the wall clock at every look, so that all programs jump at the same moment. With
// KEYTURN_CLOCK_TIMERS=1 the monotonic clocks jump too: right for programs whose timers stand on them (unbound), wrong
// for those whose sockets do (named).
//
// Only system calls here: a program's allocator may ask for the time before the C library is ready for more.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { second = 1000000000, slice = 5000000 };

static int64_t standstill;
static volatile int64_t *_Atomic shared;

// Two threads that come first together map the file twice; that harms nobody.
static volatile int64_t *map_offset(void) {
    const char *name = getenv("KEYTURN_CLOCK");
    if (!name) return &standstill;
    long file = syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return &standstill;
    long place = syscall(SYS_mmap, NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0L);
    syscall(SYS_close, file);
    return place == -1 ? &standstill : (volatile int64_t *)place;
}

static int64_t offset(void) {
    if (!shared) shared = map_offset();
    return *shared;
}

static int moves(clockid_t clock) {
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
        return 1;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_BOOTTIME: {
        const char *timers = getenv("KEYTURN_CLOCK_TIMERS");
        return timers && *timers == '1';
    }
    default:
        return 0;
    }
}

static int64_t nanoseconds(const struct timespec *time) { return (int64_t)time->tv_sec * second + time->tv_nsec; }

static struct timespec moment(int64_t nanoseconds) {
    struct timespec time = {nanoseconds / second, nanoseconds % second};
    return time;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    long status = syscall(SYS_clock_gettime, clock, time);
    if (status == 0 && moves(clock)) *time = moment(nanoseconds(time) + offset());
    return (int)status;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}

// named's timers wait here for a moment of the wall clock. The kernel knows nothing of a jump, so the wait is cut into
// slices, and each begins with a look at the clock.
int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict deadline) {
    for (;;) {
        struct timespec now, machine;
        clock_gettime(CLOCK_REALTIME, &now);
        int64_t left = nanoseconds(deadline) - nanoseconds(&now);
        if (left <= 0) return ETIMEDOUT;
        syscall(SYS_clock_gettime, CLOCK_REALTIME, &machine);
        struct timespec wake = moment(nanoseconds(&machine) + (left < slice ? left : slice));
        int status = pthread_cond_clockwait(condition, mutex, CLOCK_REALTIME, &wake);
        if (status != ETIMEDOUT) return status;
    }
}

// Both resolvers make every change of their anchors safe against a loss of power; here it would only cost time.
int fsync(int file) {
    (void)file;
    return 0;
}

int fdatasync(int file) {
    (void)file;
    return 0;
}
