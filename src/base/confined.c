/* SPDX-License-Identifier: BSD-2-Clause */
/* confined.c - see confined.h. Records are messages of a socket; the last one, longer than any of them, is the end. */
#include "base/confined.h"

#include <assert.h>
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"

struct ending {
	int code;
	struct mst_error error;
};
_Static_assert(sizeof(struct ending) > MST_CONFINED_RECORD, "the end is told from records by its size");

static _Noreturn void live(int out, pid_t parent, int (*work)(void *user, int out, struct mst_error *err), void *user)
{
	struct ending ending = { .code = -EIO };

	/* It ends with its parent; the first call is too late when that has ended already. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent)
		ending.code = work(user, out, &ending.error);
	(void)send(out, &ending, sizeof ending, MSG_NOSIGNAL);
	_exit(0);
}

int mst_confined_start(struct mst_confined *confined, int (*work)(void *user, int out, struct mst_error *err),
                       void *user, struct mst_error *err)
{
	pid_t self = getpid();
	int ends[2], code;

	*confined = (struct mst_confined){ .fd = -1, .code = -EIO };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return mst_fail(err, -errno, "cannot make a socket pair: %s", strerror(errno));
	confined->pid = fork();
	if (confined->pid == 0) {
		close(ends[0]);
		live(ends[1], self, work, user);
	}
	code = confined->pid < 0 ? -errno : 0;
	close(ends[1]);
	confined->fd = ends[0];
	if (code == 0)
		return 0;
	close(confined->fd);
	return mst_fail(err, code, "cannot start a process: %s", strerror(-code));
}

/* For this thread, the only one so far; those that it starts inherit it. */
static int keep_capabilities(uint32_t kept)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3], left[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, held) < 0)
		return -1;
	left[0].effective = held[0].effective & kept;
	left[0].permitted = held[0].permitted & kept;
	return (int)syscall(SYS_capset, &header, left);
}

int mst_confined_drop_but(uint32_t kept, struct mst_error *err)
{
	const struct rlimit nothing = { 0, 0 };

	if (keep_capabilities(kept) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) < 0 ||
	    setrlimit(RLIMIT_FSIZE, &nothing) < 0)
		return mst_fail(err, -EPERM, "rights cannot be dropped: %s", strerror(errno));
	return 0;
}

int mst_confined_drop(struct mst_error *err)
{
	return mst_confined_drop_but(0, err);
}

bool mst_confined_write(int out, const void *record, size_t size)
{
	assert(size <= MST_CONFINED_RECORD);
	return send(out, record, size, MSG_NOSIGNAL) == (ssize_t)size;
}

/* A sentence that may have been written by anybody. */
static void take_ending(struct mst_confined *confined, const struct ending *ending)
{
	confined->code = ending->code < 0 ? ending->code : 0;
	confined->error = ending->error;
	confined->error.text[sizeof confined->error.text - 1] = '\0';
	for (char *c = confined->error.text; *c; c++)
		*c = (unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c;
}

bool mst_confined_read(struct mst_confined *confined, void *record, size_t size)
{
	struct ending message;
	ssize_t got;

	do
		got = recv(confined->fd, &message, sizeof message, 0);
	while (got < 0 && errno == EINTR);
	if (got == sizeof message)
		take_ending(confined, &message);
	else if (got == (ssize_t)size)
		memcpy(record, &message, size);
	return got == (ssize_t)size && size < sizeof message;
}

int mst_confined_end(struct mst_confined *confined, struct mst_error *err)
{
	close(confined->fd);
	(void)kill(confined->pid, SIGKILL); /* it has said all, or what it says is not believed */
	while (waitpid(confined->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	if (confined->code == -EIO && !confined->error.text[0])
		return mst_fail(err, -EIO, "the process that reads answers broke off");
	if (confined->code < 0 && err)
		*err = confined->error;
	return confined->code;
}
