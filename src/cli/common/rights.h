/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rights.h - what one run of a command may do, known from its options before anything is read.
 *
 *     options ─► begin ─────────────────► files, names ─► sockets, maps ─► drop ─► outputs, the network
 *                │ the caller's user       the caller's   `needs` alone    │ nothing but `asks_again`
 *                └ `needs` alone           rights                          └ sandbox
 *
 * The table of all commands stands in SECURITY.md.
 */
#ifndef MST_CLI_COMMON_RIGHTS_H
#define MST_CLI_COMMON_RIGHTS_H

#include <stdbool.h>

#include "cli/common/caller.h"

/* X(name, bit, capabilities): what is opened between begin and drop. */
#define MST_RIGHTS(X) \
	X(MST_RIGHT_SOCKETS, 1, CAP_NET_RAW, CAP_NET_ADMIN)          /* raw sockets, captures, large buffers */ \
	X(MST_RIGHT_PROGRAMS, 2, CAP_BPF, CAP_PERFMON, CAP_IPC_LOCK) /* programs for the kernel, their memory */ \
	X(MST_RIGHT_NAMESPACE, 4, CAP_SYS_ADMIN)                     /* the engine live: a namespace of its own */ \
	X(MST_RIGHT_EVERYTHING, 8, 0) /* networks of its own: nothing is dropped by begin */

#define MST_RIGHT_BIT(name, bit, ...) name = bit,
enum mst_right { MST_RIGHTS(MST_RIGHT_BIT) };
#undef MST_RIGHT_BIT

struct mst_rights {
	unsigned needs;     /* of enum mst_right, until drop */
	unsigned keeps;     /* of `needs`, after drop, too: without a sandbox, for engines that are opened again */
	bool asks_again;    /* opens raw sockets after drop, too: CAP_NET_RAW is kept */
	bool runs_programs; /* which may be setuid (sudo …): they could not be, and would inherit the sandbox */
	bool resolves;      /* asks name servers after drop */
	bool connects;      /* opens TCP connections and datagram sockets after drop */
	bool serves;        /* hands texts to a process of its own that answers over HTTP, or is that process */
	bool plans; /* finds routes after drop: asks the kernel by a datagram socket which VRF this process is in */
	bool reads_later;  /* files.read and files.services are read after drop */
	bool journals;     /* files are written in the user's own folder of journals, too (cli/common/state.h) */
	bool spools;       /* needs temporary files after drop */
	bool reads_kernel; /* reads maps of programs in the kernel after drop */
	bool open;         /* --no-sandbox */
	bool verbose;      /* what differs from the usual sandbox is printed */

	const char *state; /* that folder, where `journals`, once it is known: before drop; NULL: none */

	struct mst_files files;
};

#endif
