/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp6.c - describes ICMPv6 (RFC 4443), neighbour discovery (RFC 4861), home agents (RFC 6275), RPL (RFC 6550).
 * Listener discovery is in mld.c, node information and renumbering in icmp6_info.c. A message that ends too early
 * shows what could be read before "[|icmp6]".
 */
#include "dissect/ip/icmp6.h"

#include "base/reader.h"
#include "dissect/ip/describers.h"

/* ", who has " and an address. */
static bool describe_addr(struct mst_line *line, const char *words, struct mst_reader *r)
{
	struct mst_addr addr = mst_icmp6_addr(r);

	if (r->short_read)
		return false;
	mst_line_add(line, "%s", words);
	mst_line_addr(line, &addr);
	return true;
}

/* The source or the destination of the IPv6 header that the reader is before. */
static bool describe_quoted(struct mst_line *line, const char *words, struct mst_reader r, size_t at)
{
	mst_skip(&r, at);
	return describe_addr(line, words, &r);
}

enum { SOURCE_AT = 8, DESTINATION_AT = 24 };

static bool describe_port(struct mst_line *line, const struct mst_reader *r)
{
	struct mst_packet quoted;
	bool tcp, udp;

	mst_packet_read_ip(&quoted, r->at, r->left, r->left);
	tcp = quoted.protocol == MST_IPPROTO_TCP;
	udp = quoted.protocol == MST_IPPROTO_UDP;
	if (!quoted.has_ports || !(tcp || udp))
		return false;
	mst_line_add(line, ", ");
	mst_line_addr(line, &quoted.destination);
	mst_line_add(line, " %s port %u", tcp ? "tcp" : "udp", quoted.destination_port);
	return true;
}

static bool describe_unreachable(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint8_t code = header->code;
	static const char *const reasons[] = { ", unreachable route", ",  unreachable prohibited", ", beyond scope",
		                               ", unreachable address", ", unreachable port" };

	if (code >= sizeof reasons / sizeof *reasons) {
		mst_line_add(line, ", unknown unreach code (%u)", code);
		return true;
	}
	mst_line_add(line, "%s", reasons[code]);
	mst_skip(r, 4);
	if (code == 4)
		return describe_port(line, r);
	if (!describe_quoted(line, " ", *r, DESTINATION_AT))
		return false;
	return code != 2 || describe_quoted(line, ", source address ", *r, SOURCE_AT);
}

static bool describe_too_big(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint32_t mtu = mst_read_be32(r);

	(void)header;
	if (!r->short_read)
		mst_line_add(line, ", mtu %u", mtu);
	return !r->short_read;
}

static bool describe_time_exceeded(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint8_t code = header->code;

	if (code == 1)
		mst_line_add(line, " (reassembly)");
	else if (code)
		mst_line_add(line, ", unknown code (%u)", code);
	mst_skip(r, 4);
	return code || describe_quoted(line, " for ", *r, DESTINATION_AT);
}

static bool describe_parameter_problem(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint8_t code = header->code;
	static const char *const problems[] = { "erroneous", "next header", "option", "incomplete header chain" };
	uint32_t octet = mst_read_be32(r);

	mst_skip(r, 40); /* the quoted header */
	if (r->short_read)
		return false;
	if (code < sizeof problems / sizeof *problems)
		mst_line_add(line, ", %s - octet %u", problems[code], octet);
	else
		mst_line_add(line, ", code-#%u", code);
	return true;
}

static bool describe_echo(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint16_t id = mst_read_be16(r), sequence = mst_read_be16(r);

	(void)header;
	if (!r->short_read)
		mst_line_add(line, ", id %u, seq %u", id, sequence);
	return !r->short_read;
}

static bool describe_solicit(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	(void)header;
	mst_skip(r, 4);
	return describe_addr(line, ", who has ", r);
}

static bool describe_advert(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	(void)header;
	mst_skip(r, 4);
	return describe_addr(line, ", tgt is ", r);
}

static bool describe_redirect(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	struct mst_addr target;

	(void)header;
	mst_skip(r, 4);
	target = mst_icmp6_addr(r);
	if (!describe_addr(line, ", ", r))
		return false;
	mst_line_add(line, " to ");
	mst_line_addr(line, &target);
	return true;
}

static bool describe_home_agent(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint16_t id = mst_read_be16(r);

	(void)header;
	if (!r->short_read)
		mst_line_add(line, ", id 0x%04x", id);
	return !r->short_read;
}

static bool describe_rpl(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint8_t code = header->code;
	static const char *const names[] = { "DODAG Information Solicitation", "DODAG Information Object",
		                             "Destination Advertisement Object",
		                             "Destination Advertisement Object Ack" };

	(void)r;
	if (code & 0x80)
		mst_line_add(line, ", (SEC) [worktodo]");
	else if (code < sizeof names / sizeof *names)
		mst_line_add(line, ", (CLR)%s", names[code]);
	else
		mst_line_add(line, ", (CLR)RPL message, unknown code %u", code);
	return true;
}

/* clang-format off */
static const struct {
	uint8_t type;
	const char *name;
	mst_icmp6_message *describe; /* NULL: the name says it all */
} messages[] = {
	{ 1, "destination unreachable", describe_unreachable },
	{ 2, "packet too big", describe_too_big },
	{ 3, "time exceeded in-transit", describe_time_exceeded },
	{ 4, "parameter problem", describe_parameter_problem },
	{ 128, "echo request", describe_echo },
	{ 129, "echo reply", describe_echo },
	{ 130, "multicast listener query", mst_describe_mld_query },
	{ 131, "multicast listener report", mst_describe_mld },
	{ 132, "multicast listener done", mst_describe_mld },
	{ 133, "router solicitation", NULL },
	{ 134, "router advertisement", NULL },
	{ 135, "neighbor solicitation", describe_solicit },
	{ 136, "neighbor advertisement", describe_advert },
	{ 137, "redirect", describe_redirect },
	{ 138, "router renumbering", mst_describe_renumbering },
	{ 139, "who-are-you request", mst_describe_node_query },
	{ 140, "who-are-you reply", mst_describe_node_reply },
	{ 141, "inverse neighbor solicitation", NULL },
	{ 142, "inverse neighbor advertisement", NULL },
	{ 143, "multicast listener report v2", mst_describe_mld_report },
	{ 144, "ha discovery request", describe_home_agent },
	{ 145, "ha discovery reply", NULL },
	{ 146, "mobile router solicitation", describe_home_agent },
	{ 147, "mobile router advertisement", NULL },
	{ 155, "RPL", describe_rpl },
	{ 200, "mtrace response", NULL },
	{ 201, "mtrace message", NULL },
};
/* clang-format on */

static bool describe_type(struct mst_line *line, uint8_t type, size_t declared, struct mst_reader *r)
{
	struct mst_icmp6 header = { .code = mst_read_u8(r), .declared = declared };

	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		if (messages[i].type != type)
			continue;
		mst_line_add(line, "%s", messages[i].name);
		if (r->short_read)
			return false;
		mst_skip(r, 2);
		return !messages[i].describe || messages[i].describe(line, &header, r);
	}
	mst_line_add(line, "unknown icmp6 type (%u)", type);
	return !r->short_read;
}

static void describe_message(struct mst_line *line, uint8_t type, const struct mst_layer *layer, struct mst_reader r)
{
	bool discovery = type >= MST_ICMP6_DISCOVERY_FIRST && type <= MST_ICMP6_DISCOVERY_LAST;
	struct mst_reader behind_checksum = r;

	mst_skip(&behind_checksum, 3);
	mst_line_add(line, "ICMP6, ");
	if (!describe_type(line, type, layer->declared, &r)) {
		mst_line_add(line, " [|icmp6]");
		return;
	}
	mst_line_add(line, ", length %zu", layer->declared);
	if (discovery && !layer->how->quick && !behind_checksum.short_read)
		mst_describe_discovery(line, type, behind_checksum);
}

bool mst_describe_icmp6(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r);

	if (layer->packet->network != MST_NETWORK_IPV6) {
		mst_line_add(line, "[ICMPv6 requires IPv6] (invalid)");
	} else if (!layer->declared) {
		mst_line_add(line, "ICMP6, length 0 (invalid)");
	} else if (r.short_read) {
		mst_line_add(line, " [|icmp6]");
	} else {
		describe_message(line, type, layer, r);
	}
	return true;
}
