/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_net.c - see fixture_net.h. */
#include "fixture_net.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	return file && fputs(text, file) >= 0 && fclose(file) == 0;
}

/*
 * Without root: a user namespace in which we are root, with the right to make network ones. Only a process
 * with one thread may enter it (user_namespaces(7)), and Criterion's have two: hence before main.
 */
__attribute__((constructor)) static void become_root(void)
{
	char users[64], groups[64];

	if (geteuid() == 0)
		return;
	snprintf(users, sizeof users, "0 %u 1", (unsigned)geteuid());
	snprintf(groups, sizeof groups, "0 %u 1", (unsigned)getegid());
	if (unshare(CLONE_NEWUSER) < 0 || !write_file("/proc/self/setgroups", "deny") ||
	    !write_file("/proc/self/uid_map", users) || !write_file("/proc/self/gid_map", groups))
		perror("no user namespace, so the tests that need one are skipped");
}

void enter_namespace(void)
{
	if (unshare(CLONE_NEWNET) < 0)
		cr_skip_test("this machine lets zero make a network namespace");
	run("ip link set lo up");
}

void run(const char *line)
{
	int status = system(line);

	cr_assert_eq(status, 0, "`%s` ended with %d", line, status);
}

void add_link(const char *name, const char *addr)
{
	char line[256];

	snprintf(line, sizeof line, "ip link add %s type veth peer name %s-far && ip link set %s-far up", name, name,
	         name);
	run(line);
	if (addr) {
		snprintf(line, sizeof line, "ip addr add %s dev %s", addr, name);
		run(line);
	}
	snprintf(line, sizeof line, "ip link set %s up", name);
	run(line);
}

struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

static int find(struct mst_paths *paths, const char *list, const struct mst_paths_choice *choice, struct mst_error *err)
{
	struct mst_targets *targets = mst_targets_new();
	char copy[1024];
	int code;

	snprintf(copy, sizeof copy, "%s", list);
	for (char *at = copy, *word; (word = strsep(&at, " "));)
		cr_assert_eq(mst_targets_add(targets, word, err), 0, "%s", err->text);
	cr_assert_eq(mst_targets_close(targets, err), 0, "%s", err->text);
	code = mst_paths_find(paths, targets, choice, err);
	mst_targets_free(targets);
	return code;
}

struct mst_paths find_paths_by(const char *targets, const struct mst_paths_choice *choice)
{
	struct mst_error err = { "" };
	struct mst_paths paths;

	cr_assert_eq(find(&paths, targets, choice, &err), 0, "%s", err.text);
	return paths;
}

struct mst_paths find_paths(const char *targets, const char *interface, const char *source)
{
	return find_paths_by(targets, &(struct mst_paths_choice){ .interface = interface, .source_ip = source });
}

const char *find_error(const char *targets, const char *interface, const char *source)
{
	static struct mst_error err;
	struct mst_paths paths;
	int code;

	err.text[0] = '\0';
	code = find(&paths, targets, &(struct mst_paths_choice){ .interface = interface, .source_ip = source }, &err);
	cr_assert(code == 0 || code == -EINVAL || code == -ENETDOWN || code == -EADDRNOTAVAIL, "%d", code);
	mst_paths_free(&paths);
	return err.text;
}

static const char *const kinds[] = {
	[MST_PATH_UNICAST] = "unicast",         [MST_PATH_LOCAL] = "local",
	[MST_PATH_UNREACHABLE] = "unreachable", [MST_PATH_PROHIBITED] = "prohibited",
	[MST_PATH_BLACKHOLE] = "blackhole",     [MST_PATH_NONE] = "none",
};

const char *path_words(const struct mst_path *path)
{
	static char words[400];
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT], source[MST_ADDR_TEXT], gateway[MST_ADDR_TEXT];
	bool leads = path->kind == MST_PATH_UNICAST || path->kind == MST_PATH_LOCAL;

	mst_addr_format(&path->first, first);
	mst_addr_format(&path->last, last);
	mst_addr_format(&path->source, source);
	mst_addr_format(&path->gateway, gateway);
	snprintf(words, sizeof words, "%s %s-%s%s%s%s%s%s%s", kinds[path->kind], first, last, leads ? " " : "",
	         path->interface, leads ? " from " : "", source, path->on_link || !leads ? "" : " via ", gateway);
	return words;
}

const char *paths_words(const struct mst_paths *paths)
{
	static char words[8192];
	size_t at = 0;

	words[0] = '\0';
	for (size_t i = 0; i < paths->count; i++)
		at += (size_t)snprintf(words + at, sizeof words - at, "%s\n", path_words(&paths->paths[i]));
	return words;
}
