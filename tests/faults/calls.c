/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * calls.c - a library to be preloaded (LD_PRELOAD): the process dies in the middle of a call to a store. The variable
 * MUSTER_CALL_FAULT says where, WORD:N:WHEN: at the N-th thing that is sent and has this word in it, "before" it is
 * sent, when it is "sent", or when something was "answered". tests/live/test_fleet.py has the word of each kind of
 * call.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char word[64], when[16];
static unsigned long at;
static atomic_ulong counted;
static atomic_bool waits; /* for the answer */

__attribute__((constructor)) static void read_environment(void)
{
	const char *text = getenv("MUSTER_CALL_FAULT");

	if (!text || sscanf(text, "%63[^:]:%lu:%15s", word, &at, when) != 3) {
		fprintf(stderr, "calls: expected MUSTER_CALL_FAULT=WORD:N:WHEN\n");
		_exit(125);
	}
}

static void die_if(bool now)
{
	if (now)
		raise(SIGKILL);
}

ssize_t send(int fd, const void *bytes, size_t count, int flags)
{
	ssize_t (*real)(int, const void *, size_t, int);
	bool now = memmem(bytes, count, word, strlen(word)) && atomic_fetch_add(&counted, 1) + 1 == at;
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
