/* LD_PRELOAD shim: writes down what a process does to files below RECORDED, in order, into the file RECORD.
 * A record: one byte what was done, then three little-endian numbers of 8 bytes (offset or flag, bytes of the name,
 * bytes of the rest), the name, the rest.
 *   w written (rest: the bytes)   t cut off or extended to offset   c created, or emptied if offset is 1
 *   s flushed (fsync, fdatasync)  u removed                          r renamed (rest: the new name)   l linked (likewise)
 * Each is done and noted under one lock, so the order of the notes is the order of the deeds. Programs may add records
 * of their own to the file: it is opened for appending.
 *   cc -shared -fPIC -O2 -o recorder.so recorder.c -ldl -lpthread */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int record = -1;

#define REAL(name, result, ...) \
	static result (*real_##name)(__VA_ARGS__); \
	if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

static int ours(const char *path)
{
	const char *root = getenv("RECORDED");
	return root && path && !strncmp(path, root, strlen(root)) && path[strlen(root)] == '/';
}

static int name_of(int fd, char *name)
{
	char link[64];
	int saved = errno;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, name, PATH_MAX - 1);
	errno = saved;
	if (length < 0)
		return 0;
	name[length] = 0;
	const char *root = getenv("RECORDED");
	return ours(name) || (root && !strcmp(name, root));
}

static int absolute(int folder, const char *path, char *name)
{
	if (path[0] == '/')
		snprintf(name, PATH_MAX, "%s", path);
	else if (folder == AT_FDCWD) {
		if (!getcwd(name, PATH_MAX))
			return 0;
		strncat(strncat(name, "/", PATH_MAX - strlen(name) - 1), path, PATH_MAX - strlen(name) - 1);
	} else
		return 0;
	return ours(name);
}

static void note(char what, uint64_t offset, const char *name, const void *rest, uint64_t length)
{
	REAL(open, int, const char *, int, ...);
	int saved = errno;
	uint64_t numbers[3] = { offset, strlen(name), length };
	if (record < 0)
		record = real_open(getenv("RECORD"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	struct iovec parts[4] = {
		{ &what, 1 }, { numbers, sizeof numbers }, { (void *)name, numbers[1] }, { (void *)rest, length }
	};
	if (writev(record, parts, 4) != (ssize_t)(1 + sizeof numbers + numbers[1] + length))
		abort();
	errno = saved;
}

#define UNDER_LOCK(deed, noting) \
	pthread_mutex_lock(&turn); \
	__typeof__(deed) done = (deed); \
	if (done >= 0) { noting; } \
	pthread_mutex_unlock(&turn); \
	return done

static ssize_t written_at(ssize_t (*real)(int, const void *, size_t, off_t), int fd, const void *bytes, size_t count,
			  off_t offset)
{
	char name[PATH_MAX];
	if (!name_of(fd, name))
		return real(fd, bytes, count, offset);
	UNDER_LOCK(real(fd, bytes, count, offset), note('w', offset, name, bytes, done));
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
	REAL(pwrite, ssize_t, int, const void *, size_t, off_t);
	return written_at(real_pwrite, fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
	REAL(pwrite64, ssize_t, int, const void *, size_t, off64_t);
	return written_at(real_pwrite64, fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
	REAL(write, ssize_t, int, const void *, size_t);
	char name[PATH_MAX];
	if (!name_of(fd, name))
		return real_write(fd, bytes, count);
	UNDER_LOCK(real_write(fd, bytes, count), note('w', lseek(fd, 0, SEEK_CUR) - done, name, bytes, done));
}

static int flushed(int (*real)(int), int fd)
{
	char name[PATH_MAX];
	if (!name_of(fd, name))
		return real(fd);
	UNDER_LOCK(real(fd), note('s', 0, name, "", 0));
}

int fsync(int fd)
{
	REAL(fsync, int, int);
	return flushed(real_fsync, fd);
}

int fdatasync(int fd)
{
	REAL(fdatasync, int, int);
	return flushed(real_fdatasync, fd);
}

static int cut(int (*real)(int, off_t), int fd, off_t length)
{
	char name[PATH_MAX];
	if (!name_of(fd, name))
		return real(fd, length);
	UNDER_LOCK(real(fd, length), note('t', length, name, "", 0));
}

int ftruncate(int fd, off_t length)
{
	REAL(ftruncate, int, int, off_t);
	return cut(real_ftruncate, fd, length);
}

int ftruncate64(int fd, off64_t length)
{
	REAL(ftruncate64, int, int, off64_t);
	return cut(real_ftruncate64, fd, length);
}

int unlink(const char *path)
{
	REAL(unlink, int, const char *);
	char name[PATH_MAX];
	if (!absolute(AT_FDCWD, path, name))
		return real_unlink(path);
	UNDER_LOCK(real_unlink(path), note('u', 0, name, "", 0));
}

int rename(const char *from, const char *to)
{
	REAL(rename, int, const char *, const char *);
	char old[PATH_MAX], new[PATH_MAX];
	if (!absolute(AT_FDCWD, from, old) || !absolute(AT_FDCWD, to, new))
		return real_rename(from, to);
	UNDER_LOCK(real_rename(from, to), note('r', 0, old, new, strlen(new)));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	REAL(linkat, int, int, const char *, int, const char *, int);
	char old[PATH_MAX], new[PATH_MAX];
	if (!absolute(from_folder, from, old) || !absolute(to_folder, to, new))
		return real_linkat(from_folder, from, to_folder, to, flags);
	UNDER_LOCK(real_linkat(from_folder, from, to_folder, to, flags), note('l', 0, old, new, strlen(new)));
}

int link(const char *from, const char *to)
{
	REAL(link, int, const char *, const char *);
	char old[PATH_MAX], new[PATH_MAX];
	if (!absolute(AT_FDCWD, from, old) || !absolute(AT_FDCWD, to, new))
		return real_link(from, to);
	UNDER_LOCK(real_link(from, to), note('l', 0, old, new, strlen(new)));
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode)
{
	char name[PATH_MAX];
	struct stat before;
	if (!(flags & (O_CREAT | O_TRUNC)) || !absolute(AT_FDCWD, path, name))
		return real(path, flags, mode);
	pthread_mutex_lock(&turn);
	int is_new = stat(name, &before) != 0, fd = real(path, flags, mode);
	if (fd >= 0 && (is_new || (flags & O_TRUNC)) && name_of(fd, name)) /* what a link leads to */
		note('c', !!(flags & O_TRUNC), name, "", 0);
	pthread_mutex_unlock(&turn);
	return fd;
}

#define MODE(flags) \
	mode_t mode = 0; \
	if ((flags) & (O_CREAT | O_TMPFILE)) { \
		va_list more; \
		va_start(more, flags); \
		mode = va_arg(more, mode_t); \
		va_end(more); \
	}

int open(const char *path, int flags, ...)
{
	REAL(open, int, const char *, int, ...);
	MODE(flags)
	return opened(real_open, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	REAL(open64, int, const char *, int, ...);
	MODE(flags)
	return opened(real_open64, path, flags, mode);
}
