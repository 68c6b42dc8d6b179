/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * calls.c - a library to be preloaded (LD_PRELOAD): the process dies in the middle of a call to a store. The variable
 * MUSTER_CALL_FAULT says where, WORD:N:WHEN, at the N-th call that has this word in what is sent. muster dies
 *
 *     before     it sends the call
 *     sent       when it has sent it
 *     answered   when something came back
 *
 * and redis-server
 *
 *     received   when it has read the call, before it does anything
 *     torn       when half of what the call changed is in its file (a call that changes nothing passes)
 *     written    when all of it is in its file, before it answers (likewise)
 *     replied    when it has answered
 *
 * tests/live/fleet_lab.py has the word of each kind of call.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static char word[64], when[16];
static unsigned long at;
static atomic_ulong counted;
static bool of_store;            /* the one that dies */
static atomic_bool waits;        /* for the answer */
static atomic_int asked_by = -1; /* the store: the socket of the call, while it is in progress */

__attribute__((constructor)) static void read_environment(void)
{
	const char *text = getenv("MUSTER_CALL_FAULT");

	if (!text || sscanf(text, "%63[^:]:%lu:%15s", word, &at, when) != 3) {
		fprintf(stderr, "calls: expected MUSTER_CALL_FAULT=WORD:N:WHEN\n");
		_exit(125);
	}
	of_store = strchr("rtw", when[0]);
}

static void die_if(bool now)
{
	if (now)
		raise(SIGKILL);
}

static bool is_the_one(const void *bytes, size_t count)
{
	return memmem(bytes, count, word, strlen(word)) && atomic_fetch_add(&counted, 1) + 1 == at;
}

/* ---- muster ---- */

ssize_t send(int fd, const void *bytes, size_t count, int flags)
{
	ssize_t (*real)(int, const void *, size_t, int);
	bool now = !of_store && is_the_one(bytes, count);
	ssize_t sent;

	*(void **)&real = dlsym(RTLD_NEXT, "send");
	die_if(now && strcmp(when, "before") == 0);
	sent = real(fd, bytes, count, flags);
	die_if(now && strcmp(when, "sent") == 0);
	atomic_store(&waits, atomic_load(&waits) || now);
	return sent;
}

ssize_t recv(int fd, void *bytes, size_t room, int flags)
{
	ssize_t (*real)(int, void *, size_t, int);
	ssize_t got;

	*(void **)&real = dlsym(RTLD_NEXT, "recv");
	got = real(fd, bytes, room, flags);
	die_if(got > 0 && atomic_load(&waits));
	return got;
}

/* ---- redis-server: one thread reads, writes its file, and answers ---- */

static bool is_file(int fd)
{
	struct stat is;

	return fstat(fd, &is) == 0 && S_ISREG(is.st_mode);
}

ssize_t read(int fd, void *bytes, size_t room)
{
	ssize_t (*real)(int, void *, size_t);
	ssize_t got;

	*(void **)&real = dlsym(RTLD_NEXT, "read");
	got = real(fd, bytes, room);
	if (of_store && got > 0 && !is_file(fd) && is_the_one(bytes, (size_t)got)) {
		die_if(strcmp(when, "received") == 0);
		atomic_store(&asked_by, fd);
	}
	return got;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
	ssize_t (*real)(int, const void *, size_t);
	bool in_call = atomic_load(&asked_by) >= 0, answer = atomic_load(&asked_by) == fd;
	bool torn = in_call && !answer && strcmp(when, "torn") == 0 && is_file(fd);
	bool written = in_call && !answer && strcmp(when, "written") == 0 && is_file(fd);
	ssize_t done;

	*(void **)&real = dlsym(RTLD_NEXT, "write");
	done = real(fd, bytes, torn ? count / 2 : count);
	die_if(torn || written || (answer && strcmp(when, "replied") == 0));
	return done;
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
	ssize_t (*real)(int, const struct iovec *, int);
	ssize_t done;

	*(void **)&real = dlsym(RTLD_NEXT, "writev");
	done = real(fd, pieces, count);
	die_if(atomic_load(&asked_by) == fd && strcmp(when, "replied") == 0);
	return done;
}
