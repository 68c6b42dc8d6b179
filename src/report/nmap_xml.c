/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_xml.c - the XML of nmap's -oX, version 1.05 of its DTD, with scanner="muster".
 *
 *     <nmaprun> scaninfo … verbose debugging
 *       <host> status address … hostnames ports hostscript times </host>      one after another, see nmap_hosts.h
 *       …
 *     runstats </nmaprun>
 *
 * What readers fail without is always there: start, status with its reason, hostnames and ports of every host. A host
 * leaves the buffer when it is whole, so that a document can always be closed behind one.
 */
#include <muster/targets.h>
#include <muster/units.h>
#include <muster/version.h>
#include <netinet/in.h>
#include <stdio.h>

#include "report/nmap_words.h"
#include "report/nmap_xml_ports.h"
#include "report/pairs.h"
#include "report/xml.h"

#define XML_VERSION "1.05"
#define NS_PER_US UINT64_C(1000)

/* Ends a document whose last hosts had no room. The number of hosts is not known then. */
#define CUT \
	"<runstats><finished time=\"0\" elapsed=\"0\" exit=\"error\" errormsg=\"incomplete: no room for more " \
	"hosts\"/>" \
	"<hosts up=\"0\" down=\"0\" total=\"0\"/>\n</runstats>\n</nmaprun>\n"

_Static_assert(sizeof CUT - 1 <= MST_COMPRESS_END_TEXT, "a compressed document can be closed, too");

struct document {
	struct mst_nmap_hosts host;
	struct mst_ports asked[MST_NMAP_PROTOCOLS];
	uint64_t started_ms;
	bool dated; /* the parameters say when it began */
};

static void put(struct mst_page *page, const char *text)
{
	mst_out_put(page->out, text);
}

/* ---- the head ---- */

static void add_port(struct mst_ports *ports, uint16_t port)
{
	ports->bits[port / 64] |= UINT64_C(1) << port % 64;
}

static void put_head(struct mst_page *page)
{
	const struct document *document = page->state;
	char date[MST_NMAP_DATE];

	put(page, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner=\"muster\"");
	mst_xml_text(page->out, "args", mst_nmap_command(page));
	mst_xml_number(page->out, "start", document->started_ms / 1000);
	mst_xml_text(page->out, "startstr", mst_nmap_date(date, document->started_ms));
	mst_xml_text(page->out, "version", MST_VERSION);
	put(page, " xmloutputversion=\"" XML_VERSION "\">\n");
	for (enum mst_nmap_protocol protocol = 0; protocol < MST_NMAP_PROTOCOLS; protocol++)
		mst_nmap_xml_scan_info(page, &document->asked[protocol], protocol);
	put(page, "<verbose level=\"0\"/>\n<debugging level=\"0\"/>\n");
	mst_out_line(page->out);
}

static void begin(struct mst_page *page)
{
	struct document *document = page->state;
	const struct mst_ports *ports = page->config->ports;

	page->out->records = MST_OUT_XML;
	page->out->closing = CUT;
	document->started_ms = mst_nmap_started_ms(page);
	document->dated = document->started_ms > 0;
	page->measured = (ports || !page->config->fields_for_ports) && document->dated;
	if (ports)
		document->asked[ports->proto == IPPROTO_UDP ? MST_NMAP_UDP : MST_NMAP_TCP] = *ports;
	if (page->measured)
		put_head(page);
}

/* Where the ports that were asked, and the start, are not known, verdicts tell them. */
static void measure(struct mst_page *page, const struct mst_result *results, size_t count)
{
	struct document *document = page->state;

	for (size_t i = 0; i < count; i++) {
		uint64_t ms = results[i].time_ns / MST_NS_PER_MS;

		if (results[i].about_port && !page->config->ports)
			add_port(&document->asked[mst_nmap_protocol_of(&results[i])], results[i].port);
		if (!document->dated && (document->started_ms == 0 || ms < document->started_ms))
			document->started_ms = ms;
	}
}

/* ---- a host ---- */

/* nmap prints them in capitals. */
static void put_mac(struct mst_page *page, const struct mst_result *result)
{
	const char *vendor = mst_lookups_vendor(&page->lookups, result->mac);
	char text[24];

	snprintf(text, sizeof text, "%02X:%02X:%02X:%02X:%02X:%02X", result->mac[0], result->mac[1], result->mac[2],
	         result->mac[3], result->mac[4], result->mac[5]);
	put(page, "<address");
	mst_xml_text(page->out, "addr", text);
	put(page, " addrtype=\"mac\"");
	if (vendor)
		mst_xml_text(page->out, "vendor", vendor);
	put(page, "/>\n");
}

static void put_addresses(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	const struct mst_addr *addr = &host->rows[0].addr;
	char text[MST_ADDR_TEXT];

	put(page, "<address");
	mst_xml_put(page->out, "addr", text, mst_addr_format(addr, text));
	put(page, addr->family == MST_IPV6 ? " addrtype=\"ipv6\"/>\n" : " addrtype=\"ipv4\"/>\n");
	if (host->mac)
		put_mac(page, host->mac);
}

static void put_names(struct mst_page *page, const struct mst_addr *addr)
{
	const char *type = mst_nmap_name_was_given(page, addr) ? " type=\"user\"/>\n" : " type=\"PTR\"/>\n";
	const char *at = mst_nmap_names(page, addr), *name;
	size_t length;

	put(page, "<hostnames>\n");
	while ((length = mst_nmap_next_name(&at, &name)) > 0) {
		put(page, "<hostname");
		mst_xml_put(page->out, "name", name, length);
		put(page, type);
	}
	put(page, "</hostnames>\n");
}

/* ---- its times ---- */

/* Round-trip times smoothed as TCP does (RFC 6298, section 2), in microseconds. */
static void put_times(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	int64_t smoothed = -1, variation = 0;

	for (size_t i = 0; i < host->count; i++) {
		int64_t rtt = host->rows[i].rtt_ns, error;

		if (rtt < 0)
			continue;
		error = smoothed < 0 ? 0 : rtt > smoothed ? rtt - smoothed : smoothed - rtt;
		variation = smoothed < 0 ? rtt / 2 : variation + (error - variation) / 4;
		smoothed = smoothed < 0 ? rtt : smoothed + (rtt - smoothed) / 8;
	}
	if (smoothed < 0)
		return;
	put(page, "<times");
	mst_xml_number(page->out, "srtt", (uint64_t)smoothed / NS_PER_US);
	mst_xml_number(page->out, "rttvar", (uint64_t)variation / NS_PER_US);
	mst_xml_number(page->out, "to", (uint64_t)(smoothed + 4 * variation) / NS_PER_US);
	put(page, "/>\n");
}

static void put_host_scripts(struct mst_page *page, const struct mst_result *result)
{
	char worker[MST_FIELD_TEXT_MAX];

	if (!result->suspect && mst_lookups_put_worker(worker, &page->lookups, result) == worker)
		return;
	put(page, "<hostscript>");
	mst_nmap_xml_suspect(page, result);
	mst_nmap_xml_worker(page, result);
	put(page, "</hostscript>\n");
}

static void put_host(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	put(page, "<host");
	mst_xml_number(page->out, "starttime", host->first_ns / MST_NS_PER_SECOND);
	mst_xml_number(page->out, "endtime", host->last_ns / MST_NS_PER_SECOND);
	put(page, ">");
	mst_nmap_xml_state(page, "<status", mst_nmap_host_state(host->state), host->because);
	put(page, "/>\n");
	put_addresses(page, host);
	put_names(page, &host->rows[0].addr);
	mst_nmap_xml_ports(page, host);
	if (!host->rows[0].about_port)
		put_host_scripts(page, &host->rows[0]);
	put_times(page, host);
	put(page, "</host>\n");
	mst_out_line(page->out);
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	struct document *document = page->state;

	mst_nmap_hosts_add(page, &document->host, results, count, put_host);
}

/* ---- the end ---- */

static bool was_interrupted(const struct mst_page *page)
{
	const struct mst_pair *interrupted = mst_pairs_find(page->summary, "interrupted", MST_PAIR_BOOL);

	return interrupted && interrupted->yes;
}

static void put_exit(struct mst_page *page)
{
	const char *why = page->incomplete        ? "incomplete: verdicts are missing, because the disk was full"
	                  : was_interrupted(page) ? "incomplete: the run was ended early"
	                                          : NULL;

	mst_xml_text(page->out, "exit", why ? "error" : "success");
	if (why)
		mst_xml_text(page->out, "errormsg", why);
}

static void put_finished(struct mst_page *page, struct mst_nmap_counts counts)
{
	const struct document *document = page->state;
	uint64_t elapsed = mst_nmap_elapsed_ms(page, document->started_ms, document->host.latest_ns);
	uint64_t ended = document->started_ms + elapsed;
	char text[MST_NMAP_SENTENCE];

	put(page, "<runstats><finished");
	mst_xml_number(page->out, "time", ended / 1000);
	mst_xml_text(page->out, "timestr", mst_nmap_date(text, ended));
	mst_xml_text(page->out, "summary", mst_nmap_sentence(text, ";", ended, elapsed, counts));
	snprintf(text, sizeof text, "%llu.%02llu", (unsigned long long)(elapsed / 1000),
	         (unsigned long long)(elapsed % 1000 / 10));
	mst_xml_text(page->out, "elapsed", text);
	put_exit(page);
	put(page, "/>");
}

static void end(struct mst_page *page)
{
	struct document *document = page->state;
	struct mst_nmap_counts counts;

	mst_nmap_hosts_end(page, &document->host, put_host);
	counts = mst_nmap_count(page, document->host.counts);
	put_finished(page, counts);
	put(page, "<hosts");
	mst_xml_number(page->out, "up", counts.up);
	mst_xml_number(page->out, "down", counts.down);
	mst_xml_number(page->out, "total", counts.up + counts.down + counts.unknown);
	put(page, "/>\n</runstats>\n</nmaprun>\n");
	mst_out_line(page->out);
}

static void free_state(struct mst_page *page)
{
	struct document *document = page->state;

	mst_nmap_hosts_free(&document->host);
}

const struct mst_writer mst_writer_nmap_xml = {
	.name = "nmap-xml",
	.brief = "as -oX of nmap",
	.suffixes = { ".xml" },
	.traits = MST_FORMAT_HOSTS,
	.every_port = true,
	.state_size = sizeof(struct document),
	.begin = begin,
	.measure = measure,
	.end_measure = put_head,
	.write = write_rows,
	.end = end,
	.free_state = free_state,
};
