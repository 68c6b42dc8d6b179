/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - a host as a row of columns, for reports and for events.
 */
#ifndef MST_CLI_LISTEN_ROWS_H
#define MST_CLI_LISTEN_ROWS_H

#include "cli/listen/page.h"

#define MST_LISTEN_WIDTH 16 /* columns */
#define MST_TIME_TEXT 32
#define MST_MAC_TEXT 18
#define MST_PORT_TEXT 16 /* 65535/udp */
#define MST_VLAN_TEXT 8

/* What a row points to, while it is made. */
struct mst_listen_texts {
	char addr[MST_ADDR_TEXT], mac[MST_MAC_TEXT], first[MST_TIME_TEXT], last[MST_TIME_TEXT];
	char port_texts[MST_LISTEN_PORTS][MST_PORT_TEXT], vlan_texts[MST_LISTEN_VLANS][MST_VLAN_TEXT];
	const char *ports[MST_LISTEN_PORTS], *vlans[MST_LISTEN_VLANS], *services[MST_LISTEN_SERVICES];
	unsigned service_count;
};

void mst_listen_fill(struct mst_listen_texts *texts, const struct mst_listen_host *host);

/* The columns; they borrow from texts and host. */
void mst_listen_put_host(struct mst_pair *pairs, const struct mst_listen_texts *texts,
                         const struct mst_listen_host *host, const struct mst_vendors *vendors);

unsigned mst_listen_count_names(const struct mst_listen_host *host);

#endif
