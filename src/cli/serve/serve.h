/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * serve.h - a finished text, answered over HTTP by a process of its own.
 *
 *     this process                          the server
 *     open: bind, listen, fork ──────────►  drops every right, enters its sandbox
 *     drop its own rights
 *     publish: a file in memory ─ SCM_RIGHTS ─►  takes the place of the text before; GET /metrics is answered from it
 *     close ─ the end of the socket ─────►  ends
 *
 * A text is handed over whole, as a sealed file in memory, by one message that never waits: a slow reader, or a server
 * that hangs, keeps nobody from the next round, and an answer under way keeps the text that it began with. What reads
 * requests of others holds no capability and no file, and shares no memory with what sends frames.
 */
#ifndef MST_CLI_SERVE_SERVE_H
#define MST_CLI_SERVE_SERVE_H

#include <muster/error.h>

#include "cli/common/rights.h"
#include "cli/serve/address.h"

struct mst_serve;

/* The two forms of one text; borrowed. */
struct mst_serve_text {
	const char *classic, *open;
	size_t classic_length, open_length;
};

/* Why this build has no server, as a sentence; NULL: it has. Static. */
const char *mst_serve_absent(void);

/*
 * Before mst_privilege_drop, with one thread. `rights` are those of this run; the server has none of them.
 * -errno with a sentence: the address is in use, is not one of this machine, needs rights.
 */
int mst_serve_open(struct mst_serve **serve, const struct mst_serve_address *address, const struct mst_rights *rights,
                   struct mst_error *err);

/* Where it listens, with the port that was chosen. */
const struct mst_serve_address *mst_serve_at(const struct mst_serve *serve);

/* 0, also when the server is too busy to take it: the next one will do. -EPIPE with a sentence: the server has ended.
 */
int mst_serve_publish(struct mst_serve *serve, const struct mst_serve_text *text, struct mst_error *err);

/* Accepts NULL. */
void mst_serve_close(struct mst_serve *serve);

#endif
