/* SPDX-License-Identifier: BSD-2-Clause */
/* share.c - see share.h. */
#include "base/share.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOOK_EVERY_NS UINT64_C(100000000)

/* Reads a small file of the kernel from its start; an empty text when that fails. */
static void read_text(int fd, char *text, size_t size)
{
	ssize_t count = fd < 0 ? -1 : pread(fd, text, size - 1, 0);

	text[count > 0 ? count : 0] = '\0';
}

/* ---- a thread ---- */

static void read_sums(struct mst_share *share)
{
	uint64_t ran_ns, waited_ns;
	char text[80];

	read_text(share->fd, text, sizeof text);
	if (sscanf(text, "%" SCNu64 " %" SCNu64, &ran_ns, &waited_ns) != 2)
		return;
	mst_store(&share->ran_ns, ran_ns, relaxed);
	mst_store(&share->waited_ns, waited_ns, relaxed);
}

void mst_share_open(struct mst_share *share)
{
	share->fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	share->looked_ns = 0;
	mst_store(&share->ran_ns, 0, relaxed);
	mst_store(&share->waited_ns, 0, relaxed);
}

void mst_share_look(struct mst_share *share, uint64_t now_ns)
{
	if (now_ns - share->looked_ns < LOOK_EVERY_NS)
		return;
	share->looked_ns = now_ns;
	read_sums(share);
}

void mst_share_close(struct mst_share *share)
{
	read_sums(share);
	if (share->fd >= 0)
		close(share->fd);
	share->fd = -1;
}

/* ---- control groups ---- */

uint64_t mst_quota_read(const char *text)
{
	const char *found = strstr(text, "throttled_usec ");

	if (found)
		return strtoull(found + strlen("throttled_usec "), NULL, 10) * 1000;
	found = strstr(text, "throttled_time ");
	return found ? strtoull(found + strlen("throttled_time "), NULL, 10) : 0;
}

uint64_t mst_quota_held_ns(const struct mst_quota *quota)
{
	uint64_t held_ns = 0;
	char text[1024];

	for (size_t i = 0; i < quota->count; i++) {
		read_text(quota->fds[i], text, sizeof text);
		held_ns += mst_quota_read(text);
	}
	return held_ns;
}

/* Whether a comma-separated list contains this word. */
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (; *list; list += strcspn(list, ","), list += *list == ',') {
		if (strcspn(list, ",\n") == length && strncmp(list, word, length) == 0)
			return true;
	}
	return false;
}

/*
 * cgroup_line: "7:cpu,cpuacct:/a/b", version 2: "0::/a/b". mount_line: "… ROOT POINT … - cgroup cgroup rw,cpu",
 * version 2: cgroup2.
 */
bool mst_quota_folder(char *folder, size_t size, size_t *top, const char *cgroup_line, const char *mount_line)
{
	char controllers[256] = "", path[PATH_MAX / 2], root[PATH_MAX / 2], point[PATH_MAX / 2], type[32], options[256];
	const char *behind = strstr(mount_line, " - ");
	size_t root_length;
	bool unified;
	int count;

	if (sscanf(mount_line, "%*s %*s %*s %2047s %2047s", root, point) != 2 || !behind ||
	    sscanf(behind, " - %31s %*s %255s", type, options) != 2)
		return false;
	unified = sscanf(cgroup_line, "0::%2047[^\n]", path) == 1;
	if (!unified && sscanf(cgroup_line, "%*u:%255[^:]:%2047[^\n]", controllers, path) != 2)
		return false;
	if (unified ? strcmp(type, "cgroup2") != 0
	            : strcmp(type, "cgroup") != 0 || !has_word(controllers, "cpu") || !has_word(options, "cpu"))
		return false;
	root_length = strcmp(root, "/") == 0 ? 0 : strlen(root);
	if (strncmp(path, root, root_length) != 0)
		root_length = strlen(path); /* the group is outside of this mount */
	count = snprintf(folder, size, "%s%s", point, strcmp(path + root_length, "/") == 0 ? "" : path + root_length);
	*top = strlen(point);
	return count > 0 && (size_t)count < size;
}

/* Opens cpu.stat of the group and of the groups above it: each may have a quota. */
static void open_groups(struct mst_quota *quota, char *folder, size_t top)
{
	char name[PATH_MAX + 16];
	size_t length = strlen(folder);

	while (quota->count < MST_QUOTA_GROUPS) {
		int fd;

		snprintf(name, sizeof name, "%.*s/cpu.stat", (int)length, folder);
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd >= 0)
			quota->fds[quota->count++] = fd;
		if (length <= top)
			return;
		while (length > top && folder[length] != '/')
			length--;
		folder[length] = '\0';
	}
}

static void open_mounted(struct mst_quota *quota, const char *cgroup_line)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[3 * PATH_MAX], folder[PATH_MAX];
	size_t top;

	while (mounts && quota->count == 0 && fgets(line, sizeof line, mounts)) {
		if (mst_quota_folder(folder, sizeof folder, &top, cgroup_line, line))
			open_groups(quota, folder, top);
	}
	if (mounts)
		fclose(mounts);
}

void mst_quota_open(struct mst_quota *quota)
{
	FILE *groups = fopen("/proc/self/cgroup", "re");
	char line[PATH_MAX];

	*quota = (struct mst_quota){ .count = 0 };
	while (groups && quota->count == 0 && fgets(line, sizeof line, groups))
		open_mounted(quota, line);
	if (groups)
		fclose(groups);
}

void mst_quota_close(struct mst_quota *quota)
{
	for (size_t i = 0; i < quota->count; i++)
		close(quota->fds[i]);
	quota->count = 0;
}
