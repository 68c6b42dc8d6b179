/* SPDX-License-Identifier: BSD-2-Clause */
/* icmp6.c - describes ICMPv6 (RFC 4443), neighbour discovery (RFC 4861), listener discovery (RFC 2710, RFC 3810). */
#include "base/reader.h"
#include "dissect/ip/describers.h"

enum {
	UNREACHABLE = 1,
	TOO_BIG = 2,
	TIME_EXCEEDED = 3,
	PARAMETER_PROBLEM = 4,
	ECHO = 128,
	ECHO_REPLY = 129,
	ROUTER_SOLICIT = 133,
	ROUTER_ADVERT = 134,
	NEIGHBOUR_SOLICIT = 135,
	NEIGHBOUR_ADVERT = 136,
	REDIRECT = 137,
};

enum { SOURCE_LINK = 1, TARGET_LINK = 2, PREFIX = 3, MTU = 5 };

static const struct {
	uint8_t type;
	const char *name;
} others[] = {
	{ 130, "multicast listener query" },
	{ 131, "multicast listener report" },
	{ 132, "multicast listener done" },
	{ 143, "multicast listener report v2" },
};

static struct mst_addr read_addr(struct mst_reader *r)
{
	const uint8_t *bytes = mst_read_bytes(r, 16);
	struct mst_addr addr = { .family = MST_NO_FAMILY };

	if (!bytes)
		return addr;
	addr.family = MST_IPV6;
	memcpy(addr.bytes, bytes, 16);
	return addr;
}

static void describe_option(struct mst_line *line, uint8_t kind, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	if ((kind == SOURCE_LINK || kind == TARGET_LINK) && count == 6) {
		mst_line_add(line, kind == SOURCE_LINK ? ", source link-address " : ", destination link-address ");
		mst_line_mac(line, bytes);
	} else if (kind == PREFIX && count == 30) {
		uint8_t length = mst_read_u8(&r);
		struct mst_addr prefix;

		mst_skip(&r, 13);
		prefix = read_addr(&r);
		mst_line_add(line, ", prefix ");
		mst_line_addr(line, &prefix);
		mst_line_add(line, "/%u", length);
	} else if (kind == MTU && count == 6) {
		mst_skip(&r, 2);
		mst_line_add(line, ", mtu %u", mst_read_be32(&r));
	}
}

static void describe_options(struct mst_line *line, struct mst_reader *r)
{
	while (r->left >= 8) {
		uint8_t kind = mst_read_u8(r), length = mst_read_u8(r);
		const uint8_t *bytes = length ? mst_read_bytes(r, length * 8u - 2u) : NULL;

		if (!bytes)
			return;
		describe_option(line, kind, bytes, length * 8u - 2u);
	}
}

static void describe_target(struct mst_line *line, const char *words, struct mst_reader *r)
{
	struct mst_addr target = read_addr(r);

	mst_line_add(line, "%s", words);
	if (r->short_read)
		mst_line_add(line, " [|icmp6]");
	else
		mst_line_addr(line, &target);
}

static void describe_advert(struct mst_line *line, uint32_t rest, struct mst_reader *r)
{
	describe_target(line, "neighbor advertisement, tgt is ", r);
	mst_line_add(line, ", Flags [%s%s%s]", rest >> 31 & 1 ? "R" : "", rest >> 30 & 1 ? "S" : "",
	             rest >> 29 & 1 ? "O" : "");
}

static void describe_unreachable(struct mst_line *line, uint8_t code, const struct mst_packet *quoted)
{
	static const char *const reasons[] = { "unreachable route", "unreachable prohibited", "beyond scope",
		                               "unreachable address" };

	mst_line_add(line, "destination unreachable, ");
	if (code == 4 && quoted->has_ports) {
		mst_line_add(line, "unreachable port, ");
		mst_line_addr(line, &quoted->destination);
		mst_line_add(line, " %s port %u", quoted->protocol == MST_IPPROTO_TCP ? "tcp" : "udp",
		             quoted->destination_port);
		return;
	}
	mst_line_add(line, "%s ", code < 4 ? reasons[code] : "for another reason");
	mst_line_addr(line, &quoted->destination);
}

static void describe_error(struct mst_line *line, uint8_t type, uint8_t code, uint32_t rest, struct mst_reader *r)
{
	struct mst_packet quoted;

	mst_packet_read_ip(&quoted, r->at, r->left, r->left);
	if (type == UNREACHABLE)
		describe_unreachable(line, code, &quoted);
	else if (type == TOO_BIG)
		mst_line_add(line, "packet too big, mtu %u", rest);
	else if (type == TIME_EXCEEDED)
		mst_line_add(line, "time exceeded in-%s", code == 0 ? "transit" : "reassembly");
	else
		mst_line_add(line, "parameter problem, code %u, octet %u", code, rest);
}

static void describe_discovery(struct mst_line *line, uint8_t type, uint32_t rest, struct mst_reader *r)
{
	if (type == NEIGHBOUR_SOLICIT) {
		describe_target(line, "neighbor solicitation, who has ", r);
	} else if (type == NEIGHBOUR_ADVERT) {
		describe_advert(line, rest, r);
	} else if (type == REDIRECT) {
		describe_target(line, "redirect, ", r);
		describe_target(line, " to reach ", r);
	} else if (type == ROUTER_ADVERT) {
		mst_skip(r, 8);
		mst_line_add(line, "router advertisement, hop limit %u, router lifetime %us", rest >> 24,
		             rest & 0xffff);
	} else {
		mst_line_add(line, "router solicitation");
	}
	describe_options(line, r);
}

static const char *other_name(uint8_t type)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (others[i].type == type)
			return others[i].name;
	}
	return NULL;
}

bool mst_describe_icmp6(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r), code = mst_read_u8(&r);
	uint32_t rest;

	mst_skip(&r, 2);
	rest = mst_read_be32(&r);
	mst_line_add(line, "ICMP6, ");
	if (r.short_read)
		mst_line_add(line, "[|icmp6]");
	else if (type == ECHO || type == ECHO_REPLY)
		mst_line_add(line, "echo %s, id %u, seq %u", type == ECHO ? "request" : "reply", rest >> 16,
		             rest & 0xffff);
	else if (type >= UNREACHABLE && type <= PARAMETER_PROBLEM)
		describe_error(line, type, code, rest, &r);
	else if (type >= ROUTER_SOLICIT && type <= REDIRECT)
		describe_discovery(line, type, rest, &r);
	else if (other_name(type))
		mst_line_add(line, "%s", other_name(type));
	else
		mst_line_add(line, "type %u, code %u", type, code);
	mst_line_add(line, ", length %zu", layer->declared);
	return true;
}
