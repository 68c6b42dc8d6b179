/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp.c - describes ICMP (RFC 792, RFC 950, RFC 1256). What an error quotes is read without belief in its lengths: it
 * may be cut anywhere. A message that ends too early has no words at all, as in tcpdump.
 */
#include "base/reader.h"
#include "dissect/ip/describers.h"

enum {
	ECHO_REPLY = 0,
	UNREACHABLE = 3,
	REDIRECT = 5,
	ECHO = 8,
	ROUTER_ADVERT = 9,
	TIME_EXCEEDED = 11,
	PARAMETER_PROBLEM = 12,
	TIMESTAMP = 13,
	TIMESTAMP_REPLY = 14,
	MASK_REPLY = 18,
};

/* Writes the message behind its type, code and checksum; false when it is cut short. */
typedef bool describe_message(struct mst_line *line, uint8_t code, struct mst_reader *r);

static bool describe_echo(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	uint16_t id = mst_read_be16(r), sequence = mst_read_be16(r);

	(void)code;
	mst_line_add(line, ", id %u, seq %u", id, sequence);
	return !r->short_read;
}

/* The header that an error quotes. */
struct quote {
	struct mst_addr destination;
	uint8_t protocol;
	const uint8_t *header;
	size_t header_bytes, captured;
};

static bool read_quote(struct quote *quote, struct mst_reader *r)
{
	quote->header = r->at;
	quote->captured = r->left;
	quote->header_bytes = (mst_read_u8(r) & 15u) * 4u;
	mst_skip(r, 8);
	quote->protocol = mst_read_u8(r);
	mst_skip(r, 6);
	quote->destination = mst_addr_from_ipv4(mst_read_be32(r));
	return !r->short_read;
}

static bool describe_unreachable_port(struct mst_line *line, const struct quote *quote)
{
	struct mst_reader r = mst_reader_over(quote->header, quote->captured);
	uint16_t port;

	mst_skip(&r, quote->header_bytes + 2);
	port = mst_read_be16(&r);
	if (quote->protocol == MST_IPPROTO_TCP || quote->protocol == MST_IPPROTO_UDP)
		mst_line_add(line, " %s port %u unreachable", quote->protocol == MST_IPPROTO_TCP ? "tcp" : "udp", port);
	else
		mst_line_add(line, " protocol %u port %u unreachable", quote->protocol, port);
	return !r.short_read;
}

/* What stands before and behind the quoted destination. RFC 792, RFC 1122, RFC 1812. */
static const struct {
	const char *before, *behind;
} unreachables[] = {
	{ "net ", " unreachable" },
	{ "host ", " unreachable" },
	{ "", "" }, /* protocol */
	{ "", "" }, /* port */
	{ "", " unreachable - need to frag" },
	{ "", " unreachable - source route failed" },
	{ "net ", " unreachable - unknown" },
	{ "host ", " unreachable - unknown" },
	{ "", " unreachable - source host isolated" },
	{ "net ", " unreachable - admin prohibited" },
	{ "host ", " unreachable - admin prohibited" },
	{ "net ", " unreachable - tos prohibited" },
	{ "host ", " unreachable - tos prohibited" },
	{ "host ", " unreachable - admin prohibited filter" },
	{ "host ", " unreachable - host precedence violation" },
	{ "host ", " unreachable - precedence cutoff" },
};

static bool describe_unreachable(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	bool known = code < sizeof unreachables / sizeof *unreachables;
	struct quote quote;
	uint16_t mtu;

	mst_skip(r, 2);
	mtu = mst_read_be16(r);
	if (!read_quote(&quote, r))
		return false;
	mst_line_add(line, "%s", known ? unreachables[code].before : "");
	mst_line_addr(line, &quote.destination);
	if (code == 3)
		return describe_unreachable_port(line, &quote);
	if (code == 2)
		mst_line_add(line, " protocol %u unreachable", quote.protocol);
	else if (known)
		mst_line_add(line, "%s", unreachables[code].behind);
	else
		mst_line_add(line, " unreachable - #%u", code);
	if (code == 4 && mtu)
		mst_line_add(line, " (mtu %u)", mtu);
	return true;
}

static bool describe_redirect(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	static const struct {
		const char *kind, *to;
	} redirects[] = { { "", "net " }, { "", "host " }, { "-tos", "net " }, { "-tos", "host " } };
	struct mst_addr gateway = mst_addr_from_ipv4(mst_read_be32(r));
	struct quote quote;

	if (!read_quote(&quote, r))
		return false;
	if (code < 4)
		mst_line_add(line, "%s ", redirects[code].kind);
	else
		mst_line_add(line, "-#%u ", code);
	mst_line_addr(line, &quote.destination);
	mst_line_add(line, " to %s", code < 4 ? redirects[code].to : "");
	mst_line_addr(line, &gateway);
	return true;
}

/* "30:00", in hours, minutes and seconds; the hours and minutes where there are any. */
static void describe_lifetime(struct mst_line *line, unsigned seconds)
{
	if (seconds < 60)
		mst_line_add(line, "%u", seconds);
	else if (seconds < 3600)
		mst_line_add(line, "%u:%02u", seconds / 60, seconds % 60);
	else
		mst_line_add(line, "%u:%02u:%02u", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static bool describe_router_advert(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	uint8_t count = mst_read_u8(r), words = mst_read_u8(r);

	(void)code;
	mst_line_add(line, " lifetime ");
	describe_lifetime(line, mst_read_be16(r));
	mst_line_add(line, " %u:", count);
	if (words != 2) {
		mst_line_add(line, " [size %u]", words);
		return !r->short_read;
	}
	for (; count && !r->short_read; count--) {
		struct mst_addr router = mst_addr_from_ipv4(mst_read_be32(r));

		mst_line_add(line, " {");
		mst_line_addr(line, &router);
		mst_line_add(line, " %u}", mst_read_be32(r));
	}
	return !r->short_read;
}

static bool describe_time_exceeded(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	struct quote quote;

	mst_skip(r, 4);
	if (!read_quote(&quote, r))
		return false;
	if (code < 2)
		mst_line_add(line, code == 0 ? "time exceeded in-transit" : "ip reassembly time exceeded");
	else
		mst_line_add(line, "time exceeded-#%u", code);
	return true;
}

static bool describe_parameter_problem(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	if (code)
		mst_line_add(line, " - code %u", code);
	else
		mst_line_add(line, " - octet %u", mst_read_u8(r));
	return !r->short_read;
}

static bool describe_timestamp(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	uint16_t id = mst_read_be16(r), sequence = mst_read_be16(r);

	(void)code;
	mst_line_add(line, " id %u seq %u", id, sequence);
	return !r->short_read;
}

static bool describe_timestamp_reply(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	static const char *const names[] = { ": org", ", recv", ", xmit" };

	describe_timestamp(line, code, r);
	for (size_t i = 0; i < 3; i++) {
		uint32_t ms = mst_read_be32(r);

		mst_line_add(line, "%s %02u:%02u:%02u.%03u", names[i], ms / 3600000, ms / 60000 % 60, ms / 1000 % 60,
		             ms % 1000);
	}
	return !r->short_read;
}

static bool describe_mask(struct mst_line *line, uint8_t code, struct mst_reader *r)
{
	(void)code;
	mst_skip(r, 4);
	mst_line_add(line, " 0x%08x", mst_read_be32(r));
	return !r->short_read;
}

/* clang-format off */
static const struct {
	uint8_t type;
	const char *name;
	describe_message *describe;
} messages[] = {
	{ ECHO_REPLY, "echo reply", describe_echo },
	{ UNREACHABLE, "", describe_unreachable },
	{ 4, "source quench", NULL },
	{ REDIRECT, "redirect", describe_redirect },
	{ ECHO, "echo request", describe_echo },
	{ ROUTER_ADVERT, "router advertisement", describe_router_advert },
	{ 10, "router solicitation", NULL },
	{ TIME_EXCEEDED, "", describe_time_exceeded },
	{ PARAMETER_PROBLEM, "parameter problem", describe_parameter_problem },
	{ TIMESTAMP, "time stamp query", describe_timestamp },
	{ TIMESTAMP_REPLY, "time stamp reply", describe_timestamp_reply },
	{ 15, "information request", NULL },
	{ 16, "information reply", NULL },
	{ 17, "address mask request", NULL },
	{ MASK_REPLY, "address mask is", describe_mask },
};
/* clang-format on */

static bool describe_type(struct mst_line *line, uint8_t type, uint8_t code, struct mst_reader *r)
{
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		if (messages[i].type != type)
			continue;
		mst_line_add(line, "%s", messages[i].name);
		if (!messages[i].describe)
			return true;
		mst_skip(r, 2);
		return messages[i].describe(line, code, r);
	}
	mst_line_add(line, "type-#%u", type);
	return true;
}

bool mst_describe_icmp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r), code = mst_read_u8(&r);
	size_t start = line->length;

	if (layer->packet->network != MST_NETWORK_IPV4) {
		mst_line_add(line, "[ICMP requires IPv4] (invalid)");
		return true;
	}
	mst_line_add(line, "ICMP ");
	if (!r.short_read && describe_type(line, type, code, &r)) {
		mst_line_add(line, ", length %zu", layer->declared);
	} else {
		mst_line_rewind(line, start);
		mst_line_add(line, " [|icmp]");
	}
	return true;
}
