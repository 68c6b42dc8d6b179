/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ssh.c - see ssh.h.
 *
 *     sshd ─► bash ─► sudo ─► muster        the environment of bash, in /proc/PID/environ, has SSH_CONNECTION
 *
 * What is found there decides about engines only, and is checked where it is read (net/session.h).
 */
#include "cli/common/ssh.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME "SSH_CONNECTION"
#define GENERATIONS 32
#define ENVIRONMENT_MAX (256u << 10)
#define STAT_MAX 1024

const char *mst_ssh_in(const char *environment, size_t bytes)
{
	const char *end = environment + bytes;

	for (const char *at = environment; at < end;) {
		size_t length = strnlen(at, (size_t)(end - at));

		if (at + length == end)
			return NULL; /* cut */
		if (strncmp(at, NAME "=", sizeof NAME) == 0)
			return at + sizeof NAME;
		at += length + 1;
	}
	return NULL;
}

/* The name, in parentheses, may have any characters. */
int mst_ssh_parent(const char *stat)
{
	const char *behind = strrchr(stat, ')');
	int parent;

	return behind && sscanf(behind, ") %*c %9d", &parent) == 1 && parent > 0 ? parent : 0;
}

/* Reads a file of a process; returns how many bytes, 0 when it cannot be read. */
static size_t read_of(int pid, const char *file, char *bytes, size_t size)
{
	char path[64];
	size_t count = 0;
	ssize_t got = 1;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && count < size && got > 0) {
		got = read(fd, bytes + count, size - count);
		count += got > 0 ? (size_t)got : 0;
	}
	if (fd >= 0)
		close(fd);
	return count;
}

static int parent_of(int pid)
{
	char text[STAT_MAX];
	size_t count = read_of(pid, "stat", text, sizeof text - 1);

	text[count] = '\0';
	return mst_ssh_parent(text);
}

void mst_ssh_adopt(void)
{
	char *environment = getenv(NAME) ? NULL : malloc(ENVIRONMENT_MAX);
	const char *found = NULL;
	int pid = getppid();

	for (int i = 0; environment && i < GENERATIONS && pid > 0 && !found; i++) {
		found = mst_ssh_in(environment, read_of(pid, "environ", environment, ENVIRONMENT_MAX));
		pid = parent_of(pid);
	}
	if (found)
		(void)setenv(NAME, found, 1);
	free(environment);
}
