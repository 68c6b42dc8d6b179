/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hook.h - runs a command at events, with bounds on the number of processes, on their time and on what waits.
 *
 *     add ──► [ waiting, MST_HOOK_WAITING_MAX bytes ] ──► running, at most `jobs` ──► reaped, or killed after `time_ns`
 *
 * A command for each event as long as there are no more of them than commands that may start; else one command for all
 * that wait, as a list:
 *
 *     {"type":"events","count":3,"left_out":0,"events":[…,…,…]}
 *
 * So a storm is one call. The event is in environment variables, too (variables.h). The command is a program with
 * arguments, started without a shell. Its standard input is a file in memory, without a name. It runs in a new process
 * group, inherits no descriptors except standard input, output and error, and no signal is blocked or ignored in it.
 */
#ifndef MST_WATCH_HOOK_H
#define MST_WATCH_HOOK_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "watch/variables.h"

#define MST_HOOK_WAITING_MAX \
	(16u << 20) /* bytes: one cause with MST_WATCH_ITEMS_MAX members, sixty thousand changes \
	             */

/* Failures. The first of each kind is reported, all are counted. */
enum mst_hook_trouble { MST_HOOK_NO_START, MST_HOOK_FAILED, MST_HOOK_KILLED, MST_HOOK_DROPPED, MST_HOOK_TROUBLES };

struct mst_hook_config {
	char *const *command; /* ends with NULL */
	unsigned jobs;
	uint64_t time_ns;
	bool silent;
	void (*report)(void *user, const char *sentence);
	void *user;
};

struct mst_hook;

/* NULL without memory. */
struct mst_hook *mst_hook_new(const struct mst_hook_config *config);

/* Queues an event: a JSON object without newline, and the same as variables. */
void mst_hook_add(struct mst_hook *hook, const char *text, size_t length, const struct mst_variables *variables);

/* Reaps ended processes, kills those over time, starts waiting ones. True while any runs or waits. */
bool mst_hook_turn(struct mst_hook *hook, uint64_t now_ns);

uint64_t mst_hook_count(const struct mst_hook *hook, enum mst_hook_trouble trouble);

/* Kills running processes. Accepts NULL. */
void mst_hook_free(struct mst_hook *hook);

#endif
