/*
 * hook.h - a command that is run at each change: bounded in number and time.
 *
 *     add ──► [ waiting, at most a thousand ] ──► running, at most `jobs` ──► reaped, or killed when its time is over
 *
 * No shell: a program and its arguments, as they are; what changed comes on its standard input, which is a pipe that holds it
 * and ends. It has a process group of its own, none of our descriptors, and no signal is blocked or ignored in it.
 */
#ifndef MST_WATCH_HOOK_H
#define MST_WATCH_HOOK_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MST_HOOK_WAITING_MAX 1024
#define MST_HOOK_TEXT_MAX 1024 /* of a change: less than a pipe takes at once (PIPE_BUF) */

/* What goes wrong: told the first time only, counted always. */
enum mst_hook_trouble { MST_HOOK_NO_START, MST_HOOK_FAILED, MST_HOOK_KILLED, MST_HOOK_DROPPED, MST_HOOK_TROUBLES };

struct mst_hook_config {
	char *const *command; /* closed by NULL */
	unsigned jobs;
	uint64_t time_ns;
	bool silent;
	void (*tell)(void *user, const char *sentence);
	void *user;
};

struct mst_hook;

/* NULL without memory. */
struct mst_hook *mst_hook_new(const struct mst_hook_config *config);

/* Waits to be run with this text; cut when it is longer than MST_HOOK_TEXT_MAX. */
void mst_hook_add(struct mst_hook *hook, const char *text, size_t length);

/* Reaps who ended, kills who is over time, starts who waits. True while somebody runs or waits. */
bool mst_hook_turn(struct mst_hook *hook, uint64_t now_ns);

uint64_t mst_hook_count(const struct mst_hook *hook, enum mst_hook_trouble trouble);

/* Kills who runs. Accepts NULL. */
void mst_hook_free(struct mst_hook *hook);

#endif
