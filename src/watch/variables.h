/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * variables.h - an event as environment variables, for programs that read no JSON: plain text, one value a variable.
 *
 *     MUSTER_TYPE=change MUSTER_CHANGE=went-down MUSTER_ADDR=10.0.2.7 MUSTER_STATE=down MUSTER_WAS=up …
 *
 * Values have no control characters. Lists are cut: the JSON object has them whole.
 */
#ifndef MST_WATCH_VARIABLES_H
#define MST_WATCH_VARIABLES_H

#include <muster/watch.h>

#define MST_VARIABLES_TEXT 4096
#define MST_VARIABLES_ADDRS 64 /* of MUSTER_ADDRS */

/* X(name): every variable that may be set; those of an event that has no such value are not. */
#define MST_VARIABLES(X) \
	X(TYPE) \
	X(CHANGE) X(CAUSE) X(ADDR) X(NAME) X(PORT) X(STATE) X(WAS) X(REASON) X(ROUND) X(SINCE) X(LASTED_S) X(MAC) \
		X(WAS_MAC) X(INTERFACE) X(COUNT) X(HOSTS) X(MISSING) X(LEFT_OUT) X(ADDRS)

/* NAME=value, each closed by NUL. */
struct mst_variables {
	char text[MST_VARIABLES_TEXT];
	size_t length;
};

/* Of a change or a cause. */
void mst_variables_of(struct mst_variables *variables, const struct mst_watch_event *event);

/* Of several events, whose variables `each` are; more than `count` may have happened. */
void mst_variables_of_all(struct mst_variables *variables, const struct mst_variables *each, size_t count,
                          uint64_t events, uint64_t left_out);

/* The value of a variable, or NULL. */
const char *mst_variables_get(const struct mst_variables *variables, const char *name);

/* Whether an entry of an environment ("NAME=value") has the name of one that events may set. */
bool mst_variables_name(const char *entry);

#endif
