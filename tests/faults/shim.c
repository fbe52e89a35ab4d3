/* Preloaded into a program, tells its tracer by a call that no kernel knows that main begins, and lets allocations fail from then on: those whose
   numbers lie from first to last in the file FAULT_STATE, which counts them. There stands a limit, too, that is in force from then on. What happens
   before main is no business of the program's. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): the C library's name */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "main_begins.h"

static struct MainBegins* faults;
static int (*real_main)(int, char**, char**);

extern void* __libc_malloc(size_t bytes);                  /* NOLINT(bugprone-reserved-identifier) */
extern void* __libc_calloc(size_t n, size_t bytes);        /* NOLINT(bugprone-reserved-identifier) */
extern void* __libc_realloc(void* old, size_t bytes);      /* NOLINT(bugprone-reserved-identifier) */
extern void* __libc_memalign(size_t to, size_t bytes);     /* NOLINT(bugprone-reserved-identifier) */

static int fails(void) {
    if (faults == NULL) return 0;
    const int number = __atomic_add_fetch(&faults->allocations, 1, __ATOMIC_RELAXED);
    if (number < faults->first_failing || number > faults->last_failing) return 0;
    errno = ENOMEM;
    return 1;
}

void* malloc(size_t bytes) { return fails() ? NULL : __libc_malloc(bytes); }
void* calloc(size_t n, size_t bytes) { return fails() ? NULL : __libc_calloc(n, bytes); }
void* realloc(void* old, size_t bytes) { return fails() ? NULL : __libc_realloc(old, bytes); }
void* memalign(size_t to, size_t bytes) { return fails() ? NULL : __libc_memalign(to, bytes); }
void* aligned_alloc(size_t to, size_t bytes) { return fails() ? NULL : __libc_memalign(to, bytes); }
int posix_memalign(void** out, size_t to, size_t bytes) {
    void* const got = fails() ? NULL : __libc_memalign(to, bytes);
    if (got == NULL) return ENOMEM;
    *out = got;
    return 0;
}

static long memory_in_use(void) {
    char text[64] = "";
    const int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, sizeof text - 1) < 0) return 0;
    close(fd);
    return atol(text) * sysconf(_SC_PAGESIZE);
}

/* Processes are counted for each user, and not for root. */
static void limit(void) {
    const rlim_t most = (rlim_t)faults->most + (faults->limited == RLIMIT_AS ? (rlim_t)memory_in_use() : 0);
    const struct rlimit limits = {most, most};
    const uid_t nobody = 65534;
    if (faults->limited == RLIMIT_NPROC && geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0) _exit(126);
    if (setrlimit((__rlimit_resource_t)faults->limited, &limits) != 0) _exit(126);
}

static int begin(int argc, char** argv, char** environment) {
    const char* const path = getenv("FAULT_STATE");
    const int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
        void* const there = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        close(fd);
        if (there != MAP_FAILED) faults = there;
    }
    if (faults != NULL && faults->limited >= 0) limit();
    syscall(FAULT_MAIN_BEGINS);
    return real_main(argc, argv, environment);
}

int __libc_start_main(int (*program)(int, char**, char**), int argc, char** argv, void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
                      void* stack_end) {
    int (*next)(int (*)(int, char**, char**), int, char**, void (*)(void), void (*)(void), void (*)(void), void*);
    *(void**)&next = dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = program;
    return next(begin, argc, argv, init, fini, rtld_fini, stack_end);
}
