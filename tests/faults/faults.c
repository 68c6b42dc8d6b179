/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * faults.c - a library to be preloaded (LD_PRELOAD): the N-th of chosen calls that write files fails, or the process
 * dies there. faults.py sets the environment:
 *
 *     MUSTER_FAULT          CALLS:N:WHAT, such as write,linkat:3:EDQUOT. WHAT is a name of an errno, with + also of
 *                           every later one of these calls; kill: SIGKILL before the call; torn: SIGKILL after half of
 *                           a write; short: only half of a pwritev is written. N is 0: none fails
 *     MUSTER_FAULT_FOLDER   only calls for files in this folder are counted: its real path
 *     MUSTER_FAULT_TRACE    a file that gets a line for each call that is counted: CALL N WHAT PATH; WHAT is - where
 *                           nothing happened. It is opened first, so that no sandbox forbids it
 *
 * The calls are those that the program makes itself: what the C library writes for stdio is not seen. Not for programs
 * that link a sanitizer statically (clang): its functions come before these.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING = 0, KILL = -1, TORN = -2, SHORT = -3 }; /* else an errno */

static const struct {
	const char *name;
	int number;
} whats[] = {
	{ "kill", KILL },     { "torn", TORN },   { "short", SHORT }, { "EACCES", EACCES }, { "EDQUOT", EDQUOT },
	{ "EFBIG", EFBIG },   { "EINTR", EINTR }, { "EIO", EIO },     { "ENOENT", ENOENT }, { "ENOMEM", ENOMEM },
	{ "ENOSPC", ENOSPC }, { "EPERM", EPERM }, { "EROFS", EROFS },
};

static struct {
	char calls[256], what[16], folder[PATH_MAX];
	unsigned long at;
	int number;   /* of what happens there */
	bool lasting; /* and at every later call */
	int trace;    /* -1: none */
} plan = { .trace = -1 };

static atomic_ulong counted;

static _Noreturn void refuse(const char *why)
{
	fprintf(stderr, "faults: %s\n", why);
	_exit(125);
}

__attribute__((constructor)) static void read_environment(void)
{
	const char *text = getenv("MUSTER_FAULT"), *folder = getenv("MUSTER_FAULT_FOLDER");
	const char *trace = getenv("MUSTER_FAULT_TRACE");
	char *plus;

	if (!text || !folder || strlen(folder) >= sizeof plan.folder)
		refuse("expected MUSTER_FAULT and MUSTER_FAULT_FOLDER");
	strcpy(plan.folder, folder);
	if (sscanf(text, "%255[^:]:%lu:%15s", plan.calls, &plan.at, plan.what) != 3)
		refuse("MUSTER_FAULT: expected CALLS:N:WHAT");
	plus = strchr(plan.what, '+');
	plan.lasting = plus;
	if (plus)
		*plus = '\0';
	for (size_t i = 0; i < sizeof whats / sizeof *whats; i++) {
		if (strcmp(whats[i].name, plan.what) == 0)
			plan.number = whats[i].number;
	}
	if (plan.number == NOTHING)
		refuse("MUSTER_FAULT: expected kill, torn or a name of an errno that it knows");
	if (trace)
		plan.trace = open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (trace && plan.trace < 0)
		refuse("MUSTER_FAULT_TRACE cannot be opened");
}

/* ---- what happens at a call ---- */

static bool is_chosen(const char *call)
{
	size_t length = strlen(call);

	for (const char *at = plan.calls; (at = strstr(at, call)); at += length) {
		if ((at == plan.calls || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
			return true;
	}
	return false;
}

static bool is_in_folder(const char *path)
{
	size_t length = strlen(plan.folder);

	return strncmp(path, plan.folder, length) == 0 && path[length] == '/';
}

static void note(const char *call, unsigned long n, const char *what, const char *path)
{
	char line[PATH_MAX + 64];
	int length = snprintf(line, sizeof line, "%s %lu %s %s\n", call, n, what, path);

	if (plan.trace >= 0 && length > 0 && (size_t)length < sizeof line)
		(void)syscall(SYS_write, plan.trace, line, (size_t)length);
}

static int decide(const char *call, const char *path)
{
	unsigned long n;
	bool now;

	if (!is_in_folder(path))
		return NOTHING;
	n = atomic_fetch_add(&counted, 1) + 1;
	now = plan.at && (n == plan.at || (n > plan.at && plan.lasting));
	note(call, n, now ? plan.what : "-", path);
	return now ? plan.number : NOTHING;
}

static int decide_at(const char *call, const char *path)
{
	return is_chosen(call) ? decide(call, path) : NOTHING;
}

/* Files that have no name yet are those of "/folder/#123 (deleted)". */
static int decide_of(const char *call, int fd)
{
	char proc[32], path[PATH_MAX];
	int saved = errno, fault = NOTHING;
	ssize_t length;

	if (!is_chosen(call))
		return NOTHING;
	snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
	length = readlink(proc, path, sizeof path - 1);
	if (length > 0) {
		path[length] = '\0';
		fault = decide(call, path);
	}
	errno = saved;
	return fault;
}

/* Whether the call fails; kills where that is to be. */
static bool fails(int fault)
{
	if (fault == NOTHING || fault == SHORT)
		return false;
	if (fault < 0)
		raise(SIGKILL);
	errno = fault;
	return true;
}

/* The call as it would be without this library. */
#define REAL(result, name, ...) \
	result (*real)(__VA_ARGS__); \
	*(void **)&real = dlsym(RTLD_NEXT, name); \
	if (!real) \
	refuse("there is no function " name)

/* ---- the calls ---- */

ssize_t write(int fd, const void *bytes, size_t count)
{
	int fault = decide_of("write", fd);
	REAL(ssize_t, "write", int, const void *, size_t);

	if (fault == TORN)
		(void)real(fd, bytes, count / 2);
	return fails(fault) ? -1 : real(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
	int fault = decide_of("pwrite", fd);
	REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);

	if (fault == TORN)
		(void)real(fd, bytes, count / 2, at);
	return fails(fault) ? -1 : real(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
	int fault = decide_of("pwrite", fd);
	REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);

	if (fault == TORN)
		(void)real(fd, bytes, count / 2, at);
	return fails(fault) ? -1 : real(fd, bytes, count, at);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
	int fault = decide_of("writev", fd);
	REAL(ssize_t, "writev", int, const struct iovec *, int);

	return fails(fault) ? -1 : real(fd, pieces, count);
}

/* The first half of the bytes. */
static int halve(const struct iovec *pieces, int count, struct iovec *half)
{
	size_t left = 0, taken = 0;

	for (int i = 0; i < count; i++)
		left += pieces[i].iov_len;
	left /= 2;
	for (int i = 0; i < count; i++, left -= taken) {
		taken = pieces[i].iov_len < left ? pieces[i].iov_len : left;
		half[i] = (struct iovec){ pieces[i].iov_base, taken };
	}
	return count;
}

static ssize_t write_at(ssize_t (*real)(int fd, const struct iovec *pieces, int count, off64_t at), int fd,
                        const struct iovec *pieces, int count, off64_t at)
{
	int fault = decide_of("pwritev", fd);
	struct iovec half[16];

	if ((fault == TORN || fault == SHORT) && count <= 16) {
		ssize_t written = real(fd, half, halve(pieces, count, half), at);

		return fault == SHORT || fails(fault) ? written : -1;
	}
	return fails(fault) ? -1 : real(fd, pieces, count, at);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t at)
{
	REAL(ssize_t, "pwritev", int, const struct iovec *, int, off64_t);

	return write_at(real, fd, pieces, count, at);
}

ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t at)
{
	REAL(ssize_t, "pwritev64", int, const struct iovec *, int, off64_t);

	return write_at(real, fd, pieces, count, at);
}

int fsync(int fd)
{
	int fault = decide_of("fsync", fd);
	REAL(int, "fsync", int);

	return fails(fault) ? -1 : real(fd);
}

int fdatasync(int fd)
{
	int fault = decide_of("fdatasync", fd);
	REAL(int, "fdatasync", int);

	return fails(fault) ? -1 : real(fd);
}

int ftruncate(int fd, off_t size)
{
	int fault = decide_of("ftruncate", fd);
	REAL(int, "ftruncate", int, off_t);

	return fails(fault) ? -1 : real(fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t count)
{
	int fault = decide_of("fallocate", fd);
	REAL(int, "fallocate", int, int, off_t, off_t);

	return fails(fault) ? -1 : real(fd, mode, at, count);
}

ssize_t sendfile(int to, int from, off_t *at, size_t count)
{
	int fault = decide_of("sendfile", to);
	REAL(ssize_t, "sendfile", int, int, off_t *, size_t);

	return fails(fault) ? -1 : real(to, from, at, count);
}

/* The descriptor is closed all the same, as by the kernel. */
int close(int fd)
{
	int fault = decide_of("close", fd);
	REAL(int, "close", int);
	int code = real(fd);

	return fails(fault) ? -1 : code;
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	int fault = decide_at("linkat", to);
	REAL(int, "linkat", int, const char *, int, const char *, int);

	return fails(fault) ? -1 : real(from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to)
{
	int fault = decide_at("rename", to);
	REAL(int, "rename", const char *, const char *);

	return fails(fault) ? -1 : real(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	int fault = decide_at("renameat2", to);
	REAL(int, "renameat2", int, const char *, int, const char *, unsigned);

	return fails(fault) ? -1 : real(from_folder, from, to_folder, to, flags);
}
