/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * others.h - the capture on all other interfaces than those by which probes leave (net/asymmetry.h).
 *
 * The kernel lets every change of a packet socket wait until no CPU receives by its old state, some ten milliseconds
 * each. So this capture is opened by a thread of its own, beside those that are opened meanwhile.
 */
#ifndef MST_SCAN_OTHERS_H
#define MST_SCAN_OTHERS_H

#include "base/beside.h"
#include "net/asymmetry.h"
#include "rx/rx.h"

struct mst_others {
	struct mst_beside opening;
	bool begun;                     /* it is being opened, or was */
	struct mst_rx_wanted wanted;    /* all but neighbours: these answer to the asking interface only */
	struct mst_rx_config config;    /* borrows wanted and asymmetry */
	struct mst_asymmetry asymmetry; /* as it was expected at the beginning */
	struct mst_rx *rx;
	int code; /* of opening it */
	struct mst_error error;
};

/*
 * Begins to open it, as long as the other captures are as they are expected to become. `config` has buffer_bytes, cpus
 * and wanted, which it borrows until the end.
 */
void mst_others_begin(struct mst_others *others, const struct mst_rx_config *config,
                      const struct mst_captured_at *expected, size_t count);

/*
 * Waits for it. *rx: the capture, given what the other captures became; NULL where nothing more can come in. 0, or a
 * negative errno with a sentence.
 */
int mst_others_end(struct mst_others *others, const struct mst_captured_at *captured, size_t count, struct mst_rx **rx,
                   struct mst_error *err);

/* Waits for it, and closes it. In place of the end. */
void mst_others_abandon(struct mst_others *others);

#endif
