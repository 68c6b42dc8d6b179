/* SPDX-License-Identifier: BSD-2-Clause */
/* store_macs.c - see store_macs.h. */
#include "watch/store_macs.h"

#include <muster/net.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "watch/store_guard.h"

#define FIRST_COLUMN 11 /* of MST_STORE_MAC_COLUMNS, behind MST_STORE_COLUMNS */
#define TIME_MAX_MS UINT64_C(7000000000000)

static bool read_mac(uint8_t mac[6], sqlite3_stmt *row, int column)
{
	const char *text = mst_column_text(row, column, 17);
	int end = 0;

	return text && strlen(text) == 17 &&
	       sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n", &mac[0], &mac[1], &mac[2], &mac[3], &mac[4],
	              &mac[5], &end) == 6 &&
	       end == 17;
}

void mst_store_macs_read(struct mst_watch_macs *macs, sqlite3_stmt *row, const struct mst_clocks *clocks)
{
	uint64_t since_ms, conflict;

	if (!mst_column_number(row, FIRST_COLUMN + 2, TIME_MAX_MS, &since_ms) || since_ms == 0 ||
	    !read_mac(macs->mac, row, FIRST_COLUMN))
		return;
	macs->has_mac = true;
	macs->has_former = read_mac(macs->former, row, FIRST_COLUMN + 1);
	macs->since = mst_clocks_moment_of(clocks, since_ms * MST_NS_PER_MS);
	macs->conflict = mst_column_number(row, FIRST_COLUMN + 3, 1, &conflict) && conflict == 1;
}

void mst_store_mac_bind(sqlite3_stmt *row, int at, bool has_mac, const uint8_t mac[6])
{
	char text[MST_LINK_ADDR_TEXT];

	if (has_mac)
		sqlite3_bind_text(row, at, mst_link_addr_format(mac, 6, text), -1, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(row, at);
}

void mst_store_macs_bind(sqlite3_stmt *row, int at, const struct mst_watch_macs *macs, const struct mst_clocks *clocks)
{
	mst_store_mac_bind(row, at, macs->has_mac, macs->mac);
	mst_store_mac_bind(row, at + 1, macs->has_former, macs->former);
	if (macs->has_mac)
		sqlite3_bind_int64(row, at + 2,
		                   (sqlite3_int64)(mst_clocks_wall_of(clocks, macs->since) / MST_NS_PER_MS));
	else
		sqlite3_bind_null(row, at + 2);
	sqlite3_bind_int(row, at + 3, macs->conflict);
}
