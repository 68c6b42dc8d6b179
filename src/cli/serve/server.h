/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server.h - the process that answers over HTTP (libmicrohttpd): one thread, no rights, no files. See serve.h.
 */
#ifndef MST_CLI_SERVE_SERVER_H
#define MST_CLI_SERVE_SERVER_H

#include <muster/error.h>

#include "cli/common/rights.h"

#define MST_SERVER_FILES 2 /* that one message brings: the classic text, and that of OpenMetrics */

/* Why this build has no server, as a sentence; NULL: it has. Static. */
const char *mst_server_absent(void);

/* The first message of the server. */
struct mst_serve_ready {
	int code; /* 0, or -errno */
	struct mst_error why;
};

/*
 * In the child of a fork: answers until the other end of `control` is closed; does not return. `is_local`: only this
 * machine reaches the listener.
 */
_Noreturn void mst_server_run(int listener, int control, bool is_local, const struct mst_rights *rights);

#endif
