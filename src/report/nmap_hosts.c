/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_hosts.c - see nmap_hosts.h. */
#include "report/nmap_hosts.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_ROOM 64

/* ---- what the ports say of their host ---- */

/* How much a verdict says of the host: more wins, and the first of those that say the same. */
enum weight { UNDECIDED, SILENT, REFUSED_BY_OTHERS, REFUSED_BY_ITSELF, CLOSED, OPEN, ABOUT_THE_HOST };

static enum weight weight_of(const struct mst_result *result)
{
	if (!result->about_port)
		return ABOUT_THE_HOST;
	switch (result->state) {
	case MST_OPEN: return OPEN;
	case MST_CLOSED: return CLOSED;
	case MST_UNKNOWN: return UNDECIDED;
	default: break;
	}
	if (result->reason == MST_NO_RESPONSE || result->reason == MST_HOST_DOWN)
		return SILENT;
	return result->from.family != MST_NO_FAMILY && mst_addr_equal(&result->from, &result->addr) ? REFUSED_BY_ITSELF
	                                                                                            : REFUSED_BY_OTHERS;
}

static enum mst_state state_of(const struct mst_result *because)
{
	switch (weight_of(because)) {
	case ABOUT_THE_HOST: return (enum mst_state)because->state;
	case OPEN:
	case CLOSED:
	case REFUSED_BY_ITSELF: return MST_UP;
	case REFUSED_BY_OTHERS: return MST_UNREACHABLE;
	case SILENT: return MST_DOWN;
	default: return MST_UNKNOWN;
	}
}

static void count_row(struct mst_nmap_hosts *host, const struct mst_result *row)
{
	if (row == host->rows || weight_of(row) > weight_of(host->because))
		host->because = row;
	if (row->has_mac && !host->mac)
		host->mac = row;
	if (row->time_ns < host->first_ns)
		host->first_ns = row->time_ns;
	if (row->time_ns > host->last_ns)
		host->last_ns = row->time_ns;
	if (!row->about_port || row->state >= MST_STATE_COUNT || row->reason >= MST_REASON_COUNT)
		return;
	host->by_state[row->state]++;
	host->by_reason[row->state][row->reason][mst_nmap_protocol_of(row)]++;
}

static void choose_listed(struct mst_nmap_hosts *host, uint32_t wanted)
{
	for (unsigned state = 0; state < MST_STATE_COUNT; state++) {
		if ((wanted >> state & 1) && (state == MST_OPEN || host->by_state[state] <= MST_NMAP_LISTED_MAX)) {
			host->listed |= UINT32_C(1) << state;
			host->listed_count += host->by_state[state];
		}
	}
}

static void judge(struct mst_nmap_hosts *host, uint32_t wanted)
{
	size_t first = 0;

	host->first_ns = UINT64_MAX;
	for (size_t i = 0; i < host->count; i++)
		count_row(host, &host->rows[i]);
	while (first < host->count && !host->rows[first].about_port)
		first++;
	host->ports = host->rows + first;
	host->port_count = host->count - first;
	host->state = state_of(host->because);
	choose_listed(host, wanted);
}

static bool is_reported(const struct mst_nmap_hosts *host, uint32_t wanted)
{
	if (host->port_count > 0 && host->state == MST_UP)
		return true;
	for (size_t i = 0; i < host->count; i++) {
		if (wanted >> host->rows[i].state & 1)
			return true;
	}
	return false;
}

/* ---- one host after another ---- */

static void count_host(struct mst_nmap_hosts *host)
{
	if (host->state == MST_UP)
		host->counts.up++;
	else if (host->state == MST_UNKNOWN)
		host->counts.unknown++;
	else
		host->counts.down++;
	if (host->last_ns > host->latest_ns)
		host->latest_ns = host->last_ns;
}

void mst_nmap_hosts_end(struct mst_page *page, struct mst_nmap_hosts *host, mst_nmap_take *take)
{
	if (host->count == 0)
		return;
	judge(host, page->config->states);
	count_host(host);
	if (is_reported(host, page->config->states))
		take(page, host);
	mst_service_copies_clear(&host->services);
	*host = (struct mst_nmap_hosts){
		.rows = host->rows,
		.services = host->services,
		.room = host->room,
		.counts = host->counts,
		.latest_ns = host->latest_ns,
	};
}

static bool grow(struct mst_page *page, struct mst_nmap_hosts *host)
{
	size_t room = host->room ? 2 * host->room : FIRST_ROOM;
	struct mst_result *rows = reallocarray(host->rows, room, sizeof *rows);

	if (!rows) {
		mst_out_fail(page->out, -ENOMEM, "no memory for the ports of a host");
		return false;
	}
	host->rows = rows;
	host->room = room;
	return true;
}

void mst_nmap_hosts_add(struct mst_page *page, struct mst_nmap_hosts *host, const struct mst_result *results,
                        size_t count, mst_nmap_take *take)
{
	for (size_t i = 0; i < count; i++) {
		if (host->count > 0 && mst_addr_compare(&host->rows[0].addr, &results[i].addr) != 0)
			mst_nmap_hosts_end(page, host, take);
		if (host->count == host->room && !grow(page, host))
			continue;
		host->rows[host->count] = results[i];
		host->rows[host->count++].service = mst_service_copy(&host->services, results[i].service);
	}
}

void mst_nmap_hosts_free(struct mst_nmap_hosts *host)
{
	free(host->rows);
	mst_service_copies_free(&host->services);
	*host = (struct mst_nmap_hosts){ 0 };
}

/* ---- names ---- */

const char *mst_nmap_protocol_name(enum mst_nmap_protocol protocol)
{
	return protocol == MST_NMAP_UDP ? "udp" : "tcp";
}

const char *mst_nmap_names(const struct mst_page *page, const struct mst_addr *addr)
{
	const char *names = page->config->name ? page->config->name(page->config->names, addr) : NULL;

	return names ? names : "";
}

bool mst_nmap_name_was_given(const struct mst_page *page, const struct mst_addr *addr)
{
	return !page->config->name_was_found || !page->config->name_was_found(page->config->names, addr);
}

size_t mst_nmap_next_name(const char **at, const char **name)
{
	size_t length;

	*name = *at + strspn(*at, " ");
	length = strcspn(*name, " ");
	*at = *name + length;
	return length;
}
