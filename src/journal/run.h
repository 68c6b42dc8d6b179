/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - what a scan and its journal tell each other: the plan of the run, and how far it is.
 */
#ifndef MST_JOURNAL_RUN_H
#define MST_JOURNAL_RUN_H

#include <muster/scan.h>

#include "target/space.h"

#define MST_JOURNAL_ROUNDS 2

/* What one round asks, and what its plain silence is. Borrowed until mst_journal_begin returns. */
struct mst_journal_round {
	const struct mst_space *space;
	bool about_ports;
	uint8_t proto;    /* of ports */
	uint8_t attempts; /* of a silent target: with this many, and reason no-response, silence needs no record */
};

/* The plan of the run. What may not change at a resume; the texts are compared as they are. */
struct mst_journal_plan {
	const struct mst_scan_config *config;
	struct mst_journal_round rounds[MST_JOURNAL_ROUNDS]; /* the last is the scan itself */
	size_t round_count;
	uint64_t payload_hash; /* of the payloads that may be sent; 0: none */
};

/* Is written once a second. */
struct mst_journal_mark {
	struct mst_scan_stats stats;  /* of this process alone */
	struct mst_journal_estimate { /* what the estimate of missed answers is made of, by round */
		uint64_t asked[16], first[16], second[16], trips[64];
	} estimate[MST_JOURNAL_ROUNDS];
	uint64_t rate_pps; /* that the pace has reached; 0: not known */
	/* Verdicts of this time and later may wait for mst_journal_final; UINT64_MAX: none; 0: there is no mark. */
	uint64_t held_since_ns;
};

#endif
