/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listening.h - opens the captures of a scan: where answers may come in.
 *
 *     each interface by which probes leave     by the engine of --rx, which may take answers off the interface
 *     all others (net/asymmetry.h)             by libpcap, passively: routing is often asymmetric
 *
 * Every capture lets in answers to any source address of the scan.
 */
#ifndef MST_SCAN_LISTENING_H
#define MST_SCAN_LISTENING_H

#include "plan/plan.h"
#include "round/captures.h"

/*
 * Opens them for these plans, whose hops are known. `handshakes`: all segments to our ports come in. *why gets a line
 * for each faster engine that was rejected, and one if the other interfaces cannot be listened on, which is no failure.
 * A negative errno with a sentence.
 */
int mst_captures_open(struct mst_captures *captures, const struct mst_plan *plans, size_t count, bool handshakes,
                      struct mst_error *why, struct mst_error *err);

/* The capture of a scan by engine connect: what these sockets tell. */
int mst_captures_open_sockets(struct mst_captures *captures, struct mst_socket_table *sockets, struct mst_error *err);

/* Waits until their spares are open, and the links of their interfaces are up again, five seconds each at most. */
void mst_captures_settle(const struct mst_captures *captures);

/* Nothing is read any more: they let go of the kernel, beside whatever the caller does until it closes them. Once. */
void mst_captures_leave(struct mst_captures *captures);

/* Also if nothing was opened. */
void mst_captures_close(struct mst_captures *captures);

#endif
