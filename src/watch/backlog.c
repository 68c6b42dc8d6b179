/* SPDX-License-Identifier: BSD-2-Clause */
/* backlog.c - see backlog.h. */
#include "watch/backlog.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_MIN 256

static struct mst_backlog_change reduce(const struct mst_watch_change *change)
{
	struct mst_backlog_change kept = {
		.since_ns = change->since_ns,
		.was_since_ns = change->was_since_ns,
		.addr = change->addr,
		.port = change->port,
		.turn = change->turn,
		.state = change->state,
		.reason = change->reason,
		.was = change->was,
		.has_mac = change->has_mac,
		.has_was_mac = change->has_was_mac,
	};

	memcpy(kept.mac, change->mac, sizeof kept.mac);
	memcpy(kept.was_mac, change->was_mac, sizeof kept.was_mac);
	return kept;
}

/* Only before it is a ring. */
static bool grow(struct mst_backlog *backlog)
{
	size_t room = backlog->room ? backlog->room * 2 : ROOM_MIN;
	struct mst_backlog_change *changes;

	if (backlog->room >= MST_BACKLOG_MAX || backlog->first)
		return false;
	room = room < MST_BACKLOG_MAX ? room : MST_BACKLOG_MAX;
	changes = reallocarray(backlog->changes, room, sizeof *changes);
	if (!changes)
		return false;
	backlog->changes = changes;
	backlog->room = room;
	return true;
}

void mst_backlog_add(struct mst_backlog *backlog, const struct mst_watch_change *change)
{
	if (backlog->count < backlog->room || grow(backlog)) {
		backlog->changes[(backlog->first + backlog->count++) % backlog->room] = reduce(change);
		return;
	}
	backlog->lost++;
	if (!backlog->room)
		return; /* no memory at all */
	backlog->changes[backlog->first] = reduce(change);
	backlog->first = (backlog->first + 1) % backlog->room;
}

const struct mst_backlog_change *mst_backlog_at(const struct mst_backlog *backlog, size_t index)
{
	return &backlog->changes[(backlog->first + index) % backlog->room];
}

void mst_backlog_clear(struct mst_backlog *backlog)
{
	free(backlog->changes);
	*backlog = (struct mst_backlog){ 0 };
}
