/* SPDX-License-Identifier: BSD-2-Clause */
/* icmp.c - describes ICMP (RFC 792), with the packet that an error quotes. */
#include "base/reader.h"
#include "dissect/ip/describers.h"

enum { ECHO_REPLY = 0, UNREACHABLE = 3, REDIRECT = 5, ECHO = 8, TIME_EXCEEDED = 11, PARAMETER_PROBLEM = 12 };

/* Codes of "unreachable"; %s is the quoted destination. RFC 792, RFC 1122, RFC 1812. */
static const char *const unreachables[] = {
	"net %s unreachable",
	"host %s unreachable",
	NULL,
	NULL,
	NULL,
	"%s unreachable - source route failed",
	"net %s unreachable - unknown",
	"host %s unreachable - unknown",
	"%s unreachable - source host isolated",
	"net %s unreachable - admin prohibited",
	"host %s unreachable - admin prohibited",
	"net %s unreachable - tos prohibited",
	"host %s unreachable - tos prohibited",
	"host %s unreachable - admin prohibited filter",
	"host %s unreachable - host precedence violation",
	"host %s unreachable - precedence cutoff",
};

static const char *protocol_name(uint8_t protocol, char *text, size_t size)
{
	struct mst_line line = mst_line_in(text, size);

	if (protocol == MST_IPPROTO_TCP || protocol == MST_IPPROTO_UDP)
		mst_line_add(&line, protocol == MST_IPPROTO_TCP ? "tcp" : "udp");
	else
		mst_line_add(&line, "protocol %u", protocol);
	return text;
}

static void describe_unreachable(struct mst_line *line, uint8_t code, uint16_t mtu, const struct mst_packet *quoted)
{
	char addr[MST_ADDR_TEXT], protocol[24];

	mst_addr_format(&quoted->destination, addr);
	protocol_name(quoted->protocol, protocol, sizeof protocol);
	if (code == 2) {
		mst_line_add(line, "%s %s unreachable", addr, protocol);
	} else if (code == 3 && quoted->has_ports) {
		mst_line_add(line, "%s %s port %u unreachable", addr, protocol, quoted->destination_port);
	} else if (code == 4) {
		mst_line_add(line, "%s unreachable - need to frag (mtu %u)", addr, mtu);
	} else if (code < sizeof unreachables / sizeof *unreachables && unreachables[code]) {
		const char *form = unreachables[code], *hole = strstr(form, "%s");

		mst_line_add(line, "%.*s%s%s", (int)(hole - form), form, addr, hole + 2);
	} else {
		mst_line_add(line, "%s unreachable, code %u", addr, code);
	}
}

static void describe_error(struct mst_line *line, uint8_t type, uint8_t code, uint32_t rest,
                           const struct mst_packet *quoted)
{
	static const char *const redirects[] = { "net", "host", "tos and net", "tos and host" };
	struct mst_addr gateway = mst_addr_from_ipv4(rest);

	if (quoted->destination.family == MST_NO_FAMILY) {
		mst_line_add(line, "type %u code %u [quote cut short]", type, code);
	} else if (type == UNREACHABLE) {
		describe_unreachable(line, code, (uint16_t)rest, quoted);
	} else if (type == TIME_EXCEEDED) {
		mst_line_add(line, code == 0 ? "time exceeded in-transit" : "ip reassembly time exceeded");
	} else if (type == PARAMETER_PROBLEM) {
		mst_line_add(line, "parameter problem - octet %u", rest >> 24);
	} else {
		mst_line_add(line, "redirect ");
		mst_line_addr(line, &quoted->destination);
		mst_line_add(line, " to %s ", code < 4 ? redirects[code] : "?");
		mst_line_addr(line, &gateway);
	}
}

static bool quotes(uint8_t type)
{
	return type == UNREACHABLE || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM || type == REDIRECT;
}

bool mst_describe_icmp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r), code = mst_read_u8(&r);
	struct mst_packet quoted;
	uint32_t rest;

	mst_skip(&r, 2);
	rest = mst_read_be32(&r);
	mst_line_add(line, "ICMP ");
	if (r.short_read) {
		mst_line_add(line, "[|icmp]");
	} else if (type == ECHO || type == ECHO_REPLY) {
		mst_line_add(line, "echo %s, id %u, seq %u", type == ECHO ? "request" : "reply", rest >> 16,
		             rest & 0xffff);
	} else if (quotes(type)) {
		mst_packet_read_ip(&quoted, r.at, r.left, r.left);
		describe_error(line, type, code, rest, &quoted);
	} else {
		mst_line_add(line, "type %u, code %u", type, code);
	}
	mst_line_add(line, ", length %zu", layer->declared);
	return true;
}
