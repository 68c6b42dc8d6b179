/* SPDX-License-Identifier: BSD-2-Clause */
/* conntrack.c - see conntrack.h. */
#include "net/conntrack.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* -1: it cannot be read. */
static double read_number(const char *path)
{
	char text[32];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t count = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	if (count <= 0)
		return -1;
	text[count] = '\0';
	return strtod(text, NULL);
}

/* Where rules track connections, this machine itself has some. */
double mst_conntrack_room(void)
{
	double count = read_number("/proc/sys/net/netfilter/nf_conntrack_count");
	double most = read_number("/proc/sys/net/netfilter/nf_conntrack_max");

	if (count <= 0 || most <= 0)
		return -1;
	return most > count ? most - count : 0;
}
