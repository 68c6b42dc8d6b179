/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * grepable.c - the lines of nmap's -oG: the state of a host, then its ports.
 *
 *     Host: 10.0.0.1 (web.example)<tab>Status: Up
 *     Host: 10.0.0.1 (web.example)<tab>Ports: 22/open/tcp//ssh///, 80/open/tcp//http///<tab>Ignored State: closed (98)
 *
 * A port is number/state/protocol/owner/service/RPC information/version. Hosts are gathered by nmap_hosts.h.
 */
#include <muster/units.h>
#include <muster/version.h>

#include "base/media.h"
#include "base/service_tls.h"
#include "report/digits.h"
#include "report/nmap_hosts.h"
#include "report/nmap_words.h"

#define NAME_MAX_BYTES 256
#define PORT_MAX 96

/* What separates the parts of a line is a '?' within one. */
static char *put_part(char *at, const char *text, size_t length, const char *separators)
{
	char *end;

	mst_medium_copy(MST_TO_ASCII, at, NAME_MAX_BYTES, text, length);
	end = at + strlen(at);
	for (; at < end; at++) {
		if (strchr(separators, *at))
			*at = '?';
	}
	return end;
}

/* The first name: there is room for one. */
static void put_host_name(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	const struct mst_addr *addr = &host->rows[0].addr;
	const char *names = mst_nmap_names(page, addr), *name;
	size_t length = mst_nmap_next_name(&names, &name);
	char text[MST_ADDR_TEXT], *at;

	at = mst_put_text(mst_out_room(page->out, NAME_MAX_BYTES + 2 * MST_ADDR_TEXT), "Host: ");
	at = put_part(at, text, mst_addr_format(addr, text), "()\t");
	at = mst_put_text(at, " (");
	at = put_part(at, name, length, "()\t");
	at = mst_put_text(at, ")\t");
	mst_out_wrote(page->out, at);
}

/* Behind TLS, nmap has "ssl|http". Returns the length. */
static size_t name_service(struct mst_page *page, const struct mst_result *port, char name[MST_FIELD_TEXT_MAX])
{
	const struct mst_service *service = port->service;
	char *at = name;

	if (!service || !service->of[MST_SERVICE_NAME].size)
		return (size_t)(mst_put_text(at, mst_nmap_service(&page->lookups, port)) - name);
	if (mst_service_is_in_tls(service))
		at = mst_put_text(at, "ssl|");
	return (size_t)(mst_lookups_put_service(at, &page->lookups, port) - name);
}

/* Product and version, cut where there is no more room. */
static char *put_version(char *at, const struct mst_service *service)
{
	char text[2 * MST_FIELD_SPELLED_MAX], *end = mst_service_spell(text, &service->of[MST_SERVICE_PRODUCT], true);

	if (end > text && service->of[MST_SERVICE_VERSION].size)
		*end++ = ' ';
	end = mst_service_spell(end, &service->of[MST_SERVICE_VERSION], true);
	return put_part(at, text, (size_t)(end - text), "/,");
}

static void put_port(struct mst_page *page, const struct mst_result *port, bool first)
{
	char service[MST_FIELD_TEXT_MAX];
	char *at = mst_out_room(page->out, 2 * NAME_MAX_BYTES + PORT_MAX);

	at = mst_put_text(at, first ? "" : ", ");
	at = mst_put_whole(at, port->port);
	*at++ = '/';
	at = mst_put_text(at, mst_state_name((enum mst_state)port->state));
	*at++ = '/';
	at = mst_put_text(at, mst_nmap_protocol_name(mst_nmap_protocol_of(port)));
	at = mst_put_text(at, "//");
	at = put_part(at, service, name_service(page, port, service), "/,");
	at = mst_put_text(at, "//");
	if (port->service)
		at = put_version(at, port->service);
	*at++ = '/';
	mst_out_wrote(page->out, at);
}

/* There is room for one state, so the one with most ports. */
static void put_ignored(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	unsigned most = MST_STATE_COUNT;
	char *at;

	for (unsigned state = 0; state < MST_STATE_COUNT; state++) {
		if (host->by_state[state] > 0 && !(host->listed >> state & 1) &&
		    (most == MST_STATE_COUNT || host->by_state[state] > host->by_state[most]))
			most = state;
	}
	if (most == MST_STATE_COUNT)
		return;
	at = mst_put_text(mst_out_room(page->out, PORT_MAX), "\tIgnored State: ");
	at = mst_put_text(at, mst_state_name((enum mst_state)most));
	at = mst_put_text(at, " (");
	at = mst_put_whole(at, host->by_state[most]);
	*at++ = ')';
	mst_out_wrote(page->out, at);
}

static void put_ports(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	bool first = true;

	put_host_name(page, host);
	mst_out_put(page->out, "Ports: ");
	for (size_t i = 0; i < host->port_count && host->listed_count > 0; i++) {
		if (!mst_nmap_is_listed(host, &host->ports[i]))
			continue;
		put_port(page, &host->ports[i], first);
		first = false;
	}
	put_ignored(page, host);
	mst_out_put(page->out, "\n");
	mst_out_line(page->out);
}

static void put_host(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	put_host_name(page, host);
	mst_out_put(page->out, host->state == MST_UP        ? "Status: Up\n"
	                       : host->state == MST_UNKNOWN ? "Status: Unknown\n"
	                                                    : "Status: Down\n");
	mst_out_line(page->out);
	if (host->port_count > 0)
		put_ports(page, host);
}

static void put_line(struct mst_page *page, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end)
		mst_out_wrote(page->out,
		              mst_medium_put(MST_TO_LINE, mst_out_room(page->out, MST_MEDIUM_CHAR_MAX), &text, end));
	mst_out_put(page->out, "\n");
	mst_out_line(page->out);
}

static void begin(struct mst_page *page)
{
	uint64_t started = mst_nmap_started_ms(page);
	char date[MST_NMAP_DATE];

	mst_out_put(page->out, "# muster " MST_VERSION " scan");
	if (started > 0) {
		mst_out_put(page->out, " initiated ");
		mst_out_put(page->out, mst_nmap_date(date, started));
	}
	mst_out_put(page->out, " as: ");
	put_line(page, mst_nmap_command(page));
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	mst_nmap_hosts_add(page, page->state, results, count, put_host);
}

static void end(struct mst_page *page)
{
	struct mst_nmap_hosts *host = page->state;
	uint64_t elapsed, ended, started = mst_nmap_started_ms(page);
	char text[MST_NMAP_SENTENCE];

	mst_nmap_hosts_end(page, host, put_host);
	elapsed = mst_nmap_elapsed_ms(page, started, host->latest_ns);
	ended = started ? started + elapsed : host->latest_ns / MST_NS_PER_MS;
	mst_out_put(page->out, "# ");
	put_line(page, mst_nmap_sentence(text, " --", ended, elapsed, mst_nmap_count(page, host->counts)));
}

static void free_state(struct mst_page *page)
{
	mst_nmap_hosts_free(page->state);
}

const struct mst_writer mst_writer_grepable = {
	.name = "grepable",
	.brief = "as -oG of nmap",
	.suffixes = { ".gnmap" },
	.traits = MST_FORMAT_HOSTS,
	.every_port = true,
	.state_size = sizeof(struct mst_nmap_hosts),
	.begin = begin,
	.write = write_rows,
	.end = end,
	.free_state = free_state,
};
