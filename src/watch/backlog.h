/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * backlog.h - changes that wait until the state file takes them: those of one round, and of the rounds before it that
 * could not be written.
 *
 *     add, add, … ──► at(0), at(1), … written in one transaction ──► clear
 *
 * Memory grows with what waits, up to MST_BACKLOG_MAX changes, 64 bytes each: as many as the file itself keeps, and
 * more than one round of MST_WATCH_ITEMS_MAX hosts and ports can report. Beyond that the oldest make room, as they do
 * in the file, and are counted. Pure but for the memory.
 */
#ifndef MST_WATCH_BACKLOG_H
#define MST_WATCH_BACKLOG_H

#include <muster/watch.h>

#define MST_BACKLOG_MAX 1000000

/* What the state file keeps of a change. */
struct mst_backlog_change {
	uint64_t since_ns, was_since_ns;
	struct mst_addr addr;
	uint16_t port;
	uint8_t turn, state, reason, was;
	bool has_mac, has_was_mac;
	uint8_t mac[6], was_mac[6];
};

/* Begin with zeroed memory. */
struct mst_backlog {
	struct mst_backlog_change *changes;
	size_t count, room, first; /* a ring once it is full: `first` is the oldest */
	uint64_t lost;             /* since clear */
};

void mst_backlog_add(struct mst_backlog *backlog, const struct mst_watch_change *change);

/* The oldest is 0; `index` below `count`. */
const struct mst_backlog_change *mst_backlog_at(const struct mst_backlog *backlog, size_t index);

/* Forgets what is written, and the memory of an outage. */
void mst_backlog_clear(struct mst_backlog *backlog);

#endif
