/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_xml_ports.c - see nmap_xml_ports.h. */
#include "report/nmap_xml_ports.h"

#include <stdio.h>

#include "base/nmap_reasons.h"
#include "report/digits.h"
#include "report/nmap_xml_service.h"
#include "report/xml.h"

static void put(struct mst_page *page, const char *text)
{
	mst_out_put(page->out, text);
}

/* ---- which were asked ---- */

static bool has_port(const struct mst_ports *ports, uint32_t port)
{
	return port < 65536 && (ports->bits[port / 64] >> port % 64 & 1);
}

/* "22,80-90" */
static void put_range(struct mst_out *out, uint32_t first, uint32_t last, bool *any)
{
	char *at = mst_out_room(out, 2 * MST_DIGITS_MAX + 2);

	if (*any)
		*at++ = ',';
	*any = true;
	at = mst_put_whole(at, first);
	if (last > first) {
		*at++ = '-';
		at = mst_put_whole(at, last);
	}
	mst_out_wrote(out, at);
}

static void put_port_set(struct mst_page *page, const struct mst_ports *ports)
{
	bool any = false;

	put(page, " services=\"");
	for (uint32_t port = 0; port < 65536; port++) {
		uint32_t first = port;

		if (!has_port(ports, port))
			continue;
		while (has_port(ports, port + 1))
			port++;
		put_range(page->out, first, port, &any);
	}
	put(page, "\"");
}

void mst_nmap_xml_scan_info(struct mst_page *page, const struct mst_ports *ports, enum mst_nmap_protocol protocol)
{
	uint64_t count = 0;

	for (size_t i = 0; i < sizeof ports->bits / sizeof *ports->bits; i++)
		count += (uint64_t)__builtin_popcountll(ports->bits[i]);
	if (count == 0)
		return;
	put(page, "<scaninfo");
	mst_xml_text(page->out, "type", protocol == MST_NMAP_UDP ? "udp" : "syn");
	mst_xml_text(page->out, "protocol", mst_nmap_protocol_name(protocol));
	mst_xml_number(page->out, "numservices", count);
	put_port_set(page, ports);
	put(page, "/>\n");
}

/* ---- what is said of hosts and ports alike ---- */

void mst_nmap_xml_state(struct mst_page *page, const char *element, const char *state, const struct mst_result *result)
{
	put(page, element);
	mst_xml_text(page->out, "state", state);
	mst_xml_text(page->out, "reason", mst_nmap_reason_name((enum mst_reason)result->reason));
	mst_xml_number(page->out, "reason_ttl", result->ttl);
}

void mst_nmap_xml_suspect(struct mst_page *page, const struct mst_result *result)
{
	enum mst_suspicion suspect = (enum mst_suspicion)result->suspect;
	char text[256];

	if (!suspect)
		return;
	snprintf(text, sizeof text, "%s: %s", mst_suspicion_name(suspect), mst_suspicion_meaning(suspect));
	put(page, "<script id=\"muster-suspect\"");
	mst_xml_text(page->out, "output", text);
	put(page, "/>");
}

void mst_nmap_xml_worker(struct mst_page *page, const struct mst_result *result)
{
	char worker[MST_FIELD_TEXT_MAX], saw[MST_FIELD_TEXT_MAX], text[sizeof worker + sizeof saw + 8];
	size_t length = (size_t)(mst_lookups_put_worker(worker, &page->lookups, result) - worker);
	size_t all = (size_t)(mst_lookups_put_saw(saw, &page->lookups, result) - saw);

	if (length == 0)
		return;
	snprintf(text, sizeof text, "%.*s%s%.*s", (int)length, worker, all ? "; saw " : "", (int)all, saw);
	put(page, "<script id=\"muster-worker\"");
	mst_xml_text(page->out, "output", text);
	put(page, "/>");
}

/* ---- those of a host ---- */

/* The ports of one state, reason and protocol, as ranges. */
static void put_ports_of(struct mst_page *page, const struct mst_nmap_hosts *host, unsigned state, unsigned reason,
                         enum mst_nmap_protocol protocol)
{
	uint32_t first = 0, last = 0;
	bool open = false, any = false;

	put(page, " ports=\"");
	for (size_t i = 0; i < host->port_count; i++) {
		const struct mst_result *port = &host->ports[i];

		if (port->state != state || port->reason != reason || mst_nmap_protocol_of(port) != protocol)
			continue;
		if (open && port->port != last + 1)
			put_range(page->out, first, last, &any);
		if (!open || port->port != last + 1)
			first = port->port;
		last = port->port;
		open = true;
	}
	put_range(page->out, first, last, &any);
	put(page, "\"");
}

static void put_extra_reason(struct mst_page *page, const struct mst_nmap_hosts *host, unsigned state, unsigned reason,
                             enum mst_nmap_protocol protocol)
{
	uint32_t count = host->by_reason[state][reason][protocol];

	if (count == 0)
		return;
	put(page, "<extrareasons");
	mst_xml_text(page->out, "reason", mst_nmap_reason_name((enum mst_reason)reason));
	mst_xml_number(page->out, "count", count);
	mst_xml_text(page->out, "proto", mst_nmap_protocol_name(protocol));
	put_ports_of(page, host, state, reason, protocol);
	put(page, "/>\n");
}

static void put_extra_ports(struct mst_page *page, const struct mst_nmap_hosts *host, unsigned state)
{
	if (host->by_state[state] == 0 || (host->listed >> state & 1))
		return;
	put(page, "<extraports");
	mst_xml_text(page->out, "state", mst_state_name((enum mst_state)state));
	mst_xml_number(page->out, "count", host->by_state[state]);
	put(page, ">\n");
	for (unsigned reason = 0; reason < MST_REASON_COUNT; reason++) {
		for (enum mst_nmap_protocol protocol = 0; protocol < MST_NMAP_PROTOCOLS; protocol++)
			put_extra_reason(page, host, state, reason, protocol);
	}
	put(page, "</extraports>\n");
}

static void put_port(struct mst_page *page, const struct mst_result *port)
{
	char from[MST_ADDR_TEXT];

	put(page, "<port");
	mst_xml_text(page->out, "protocol", mst_nmap_protocol_name(mst_nmap_protocol_of(port)));
	mst_xml_number(page->out, "portid", port->port);
	put(page, ">");
	mst_nmap_xml_state(page, "<state", mst_state_name((enum mst_state)port->state), port);
	if (port->from.family != MST_NO_FAMILY && !mst_addr_equal(&port->from, &port->addr))
		mst_xml_put(page->out, "reason_ip", from, mst_addr_format(&port->from, from));
	put(page, "/>");
	mst_nmap_xml_service(page, port);
	mst_nmap_xml_suspect(page, port);
	mst_nmap_xml_worker(page, port);
	mst_nmap_xml_scripts(page, port);
	put(page, "</port>\n");
}

void mst_nmap_xml_ports(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	put(page, "<ports>");
	for (unsigned state = 0; state < MST_STATE_COUNT; state++)
		put_extra_ports(page, host, state);
	for (size_t i = 0; i < host->port_count && host->listed_count > 0; i++) {
		if (mst_nmap_is_listed(host, &host->ports[i]))
			put_port(page, &host->ports[i]);
	}
	put(page, "</ports>\n");
}
