/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - the hosts seen, for people and programs: a table, rows, events, a live view.
 */
#ifndef MST_CLI_LISTEN_PAGE_H
#define MST_CLI_LISTEN_PAGE_H

#include <muster/listen.h>
#include <muster/vendors.h>

#include "cli/common/budget.h"
#include "cli/options/sheets.h"
#include "screen/screen.h"

/* One picture of the hosts, in the order of their addresses. */
struct mst_listen_page {
	struct mst_listen *listen;
	const struct mst_vendors *vendors;
	struct mst_listen_host *hosts;
	size_t count;
	struct mst_reported *reported; /* what events have reported of each host, by serial; see events.c */
	size_t reported_count, told_room;
	struct mst_budget events;
};

/* Takes a new picture. 0, or -ENOMEM. */
int mst_listen_page_take(struct mst_listen_page *page);
void mst_listen_page_free(struct mst_listen_page *page);

/* "80, 443, 53/udp"; what does not fit is cut. Returns text. */
const char *mst_ports_text(const struct mst_listen_host *host, char *text, size_t size);

/* The packets of all hosts of the picture. */
uint64_t mst_listen_page_packets(const struct mst_listen_page *page);

/* The address; for a machine without one, its MAC address. Returns text, of MST_ADDR_TEXT. */
const char *mst_who_text(const struct mst_listen_host *host, char *text);

/* By the numbers of the VLANs, the outermost first; none is before all others. Less than, equal to, or above 0. */
int mst_vlans_compare(const struct mst_listen_host *one, const struct mst_listen_host *other);

/* The same by the network of a tunnel. */
int mst_vni_compare(const struct mst_listen_host *one, const struct mst_listen_host *other);

/* "5", "100.5"; "dhcp, dns"; "Gi0/5 (VLAN 12)". Empty for none. Each returns text. */
const char *mst_vlans_text(const struct mst_listen_host *host, char *text, size_t size);
const char *mst_services_text(const struct mst_listen_host *host, char *text, size_t size);
const char *mst_switch_text(const struct mst_listen_host *host, char *text, size_t size);

/* "a.local, b"; what does not fit is cut. Returns text. */
const char *mst_names_text(const struct mst_listen_host *host, char *text, size_t size);

/* "eth0: sw1 Gi0/5 (VLAN 12); dhcp 10.0.0.1; dns 10.0.0.1, 10.0.0.2": which port of a switch each link leads to, and
 * who serves what; what does not fit is cut. Returns text. */
const char *mst_listen_neighbours_text(const struct mst_listen_page *page, char *text, size_t size);

/* "203.0.113.7 (80, 443)" and the rest, a line a host. */
void mst_listen_print(const struct mst_listen_page *page, FILE *out);
void mst_listen_print_counts(const struct mst_listen_page *page, FILE *out);

int mst_listen_write(struct mst_sheets *sheets, const struct mst_listen_page *page, struct mst_error *err);

/* Events of hosts, ports and names that the picture has and the last one had not. */
int mst_listen_tell(struct mst_sheets *sheets, struct mst_listen_page *page, struct mst_error *err);

/* The page as a live table; its user is the page. */
extern const struct mst_screen_view mst_listen_view;

#endif
