/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolving.h - what is shown while host names are looked up, when that takes longer than a second: on a terminal a
 * line that is redrawn, else a line every ten seconds.
 */
#ifndef MST_CLI_COMMON_RESOLVING_H
#define MST_CLI_COMMON_RESOLVING_H

#include <muster/forward.h>
#include <stdint.h>

/* Begin with zeroed memory; `quiet` shows nothing. */
struct mst_resolving {
	bool quiet;
	bool drawn;
	uint64_t began_ns, shown_ns;
};

/* A mst_forward_watch; `user` is a struct mst_resolving. It ends the look-up when a signal asks to stop. */
bool mst_resolving_watch(void *user, size_t done, size_t count);

/* Erases the line. */
void mst_resolving_end(struct mst_resolving *resolving);

#endif
