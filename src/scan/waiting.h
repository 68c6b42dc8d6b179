/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waiting.h - open ports whose service is being found out: the facts of their verdicts, by position, 40 bytes each. The
 * amendment that tells the service repeats them.
 */
#ifndef MST_SCAN_WAITING_H
#define MST_SCAN_WAITING_H

#include <muster/result.h>

struct mst_waiting_port {
	uint64_t position; /* MST_NO_POSITION: the slot is free */
	int64_t rtt_ns;
	uint64_t time_ns;
	uint8_t mac[6];
	bool has_mac;
	bool talks; /* it is left to the conversations */
	uint8_t proto, reason, ttl, attempts, attempt, suspect;
};

/* Zero-initialised it is empty. A hash table with open addressing, at most three quarters full. */
struct mst_waiting {
	struct mst_waiting_port *slots;
	size_t room; /* 0, or a power of two */
	size_t count;
};

/* Keeps a verdict that has a position, in place of an earlier one for the same. -ENOMEM. */
int mst_waiting_put(struct mst_waiting *waiting, const struct mst_result *result);

/* The port with this position, until the next put or take; NULL: it does not wait. */
struct mst_waiting_port *mst_waiting_find(const struct mst_waiting *waiting, uint64_t position);

/* Removes it and fills the facts of its verdict into *result, whose address and port the caller knows, as an amendment
 * that changes nothing. False: it does not wait. */
bool mst_waiting_take(struct mst_waiting *waiting, uint64_t position, struct mst_result *result);

/* The ports in no particular order, from *at = 0 on; NULL past the last. */
struct mst_waiting_port *mst_waiting_next(const struct mst_waiting *waiting, size_t *at);

void mst_waiting_free(struct mst_waiting *waiting);

#endif
