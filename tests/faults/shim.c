/* Preloaded into a program, makes one system call fail: the FAULT_AT-th of the kind FAULT_CALL fails with errno FAULT_ERRNO, and the file FAULT_MARK
   is made so that the caller knows. FAULT_SHORT=1: every read and write moves one byte at first, and every other one is interrupted. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): the C library's name */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

static int fails(const char* call) {
    const char* wanted = getenv("FAULT_CALL");
    const char* at = getenv("FAULT_AT");
    if (wanted == NULL || at == NULL || strcmp(wanted, call) != 0 || ++calls != atoi(at)) return 0;
    const char* mark = getenv("FAULT_MARK");
    if (mark != NULL) syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0666));
    errno = atoi(getenv("FAULT_ERRNO"));
    return 1;
}

/* 0: go on with *bytes; -1: interrupted. */
static int shortens(size_t* bytes) {
    static int turn;
    if (getenv("FAULT_SHORT") == NULL || *bytes == 0) return 0;
    if (turn < 4000) *bytes = 1;
    if (++turn % 2 == 0) return 0;
    errno = EINTR;
    return -1;
}

ssize_t read(int fd, void* to, size_t bytes) {
    if (fails("read") || shortens(&bytes) != 0) return -1;
    return syscall(SYS_read, fd, to, bytes);
}
ssize_t pread64(int fd, void* to, size_t bytes, off64_t at) {
    if (fails("pread") || shortens(&bytes) != 0) return -1;
    return syscall(SYS_pread64, fd, to, bytes, at);
}
ssize_t pread(int fd, void* to, size_t bytes, off_t at) { return pread64(fd, to, bytes, at); }
ssize_t write(int fd, const void* from, size_t bytes) {
    if (fd != STDERR_FILENO && (fails("write") || shortens(&bytes) != 0)) return -1;
    return syscall(SYS_write, fd, from, bytes);
}
ssize_t pwrite64(int fd, const void* from, size_t bytes, off64_t at) {
    if (fails("pwrite") || shortens(&bytes) != 0) return -1;
    return syscall(SYS_pwrite64, fd, from, bytes, at);
}
ssize_t pwrite(int fd, const void* from, size_t bytes, off_t at) { return pwrite64(fd, from, bytes, at); }
int fsync(int fd) { return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd); }
int ftruncate64(int fd, off64_t length) { return fails("ftruncate") ? -1 : (int)syscall(SYS_ftruncate, fd, length); }
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
int flock(int fd, int operation) { return fails("flock") ? -1 : (int)syscall(SYS_flock, fd, operation); }
int fstat(int fd, struct stat* to) { return fails("fstat") ? -1 : fstatat(fd, "", to, AT_EMPTY_PATH); }
int fstat64(int fd, struct stat64* to) { return fails("fstat") ? -1 : fstatat64(fd, "", to, AT_EMPTY_PATH); }
off64_t lseek64(int fd, off64_t at, int whence) { return fails("lseek") ? -1 : syscall(SYS_lseek, fd, at, whence); }
off_t lseek(int fd, off_t at, int whence) { return lseek64(fd, at, whence); }
int link(const char* from, const char* to) { return fails("link") ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0); }
int unlink(const char* path) { return fails("unlink") ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0); }
void* mmap64(void* at, size_t bytes, int protection, int flags, int fd, off64_t begin) {
    if (fd >= 0 && fails("mmap")) return MAP_FAILED; /* the C library's own memory has another way */
    return (void*)syscall(SYS_mmap, at, bytes, protection, flags, fd, begin);
}
void* mmap(void* at, size_t bytes, int protection, int flags, int fd, off_t begin) { return mmap64(at, bytes, protection, flags, fd, begin); }

extern void* __libc_malloc(size_t bytes);             /* NOLINT(bugprone-reserved-identifier) */
extern void* __libc_calloc(size_t n, size_t bytes);   /* NOLINT(bugprone-reserved-identifier) */
extern void* __libc_realloc(void* old, size_t bytes); /* NOLINT(bugprone-reserved-identifier) */
void* malloc(size_t bytes) { return fails("malloc") ? NULL : __libc_malloc(bytes); }
void* calloc(size_t n, size_t bytes) { return fails("malloc") ? NULL : __libc_calloc(n, bytes); }
void* realloc(void* old, size_t bytes) { return fails("malloc") ? NULL : __libc_realloc(old, bytes); }

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* with) {
    if (fails("thread")) return errno;
    int (*next)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    *(void**)&next = dlsym(RTLD_NEXT, "pthread_create");
    return next(thread, attributes, start, with);
}

int rename(const char* from, const char* to) { return fails("rename") ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0); }
int posix_fallocate64(int fd, off64_t at, off64_t bytes) {
    if (fails("fallocate")) return errno;
    return syscall(SYS_fallocate, fd, 0, at, bytes) == 0 ? 0 : errno;
}
int posix_fallocate(int fd, off_t at, off_t bytes) { return posix_fallocate64(fd, at, bytes); }
int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
    va_end(rest);
    return fails("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
    va_end(rest);
    return open64(path, flags, mode);
}
