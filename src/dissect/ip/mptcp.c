/* SPDX-License-Identifier: BSD-2-Clause */
/* mptcp.c - describes the options of Multipath TCP (RFC 6824, RFC 8684). See tcp_options.h. */
#include <inttypes.h>

#include "dissect/ip/tcp_options.h"
#include "wire/ipv4.h"

/* The subtype's four bits, then four of version or flags; all fields that every subtype may read. */
struct option {
	struct mst_reader *r; /* behind subtype and `low` */
	size_t count;         /* of bytes there, all of them captured */
	uint8_t low;
	uint8_t tcp_flags;
};

/* False when the length is none of the subtype's. */
typedef bool describer(struct mst_line *line, const struct option *option);

static bool describe_capable(struct mst_line *line, const struct option *option)
{
	bool syn = option->tcp_flags & MST_TCP_SYN;
	size_t keys = option->count - 1; /* and the length of the data that a third packet brings */
	uint8_t flags;

	if (syn ? option->count != 9 && option->count != 1 : option->count != 17 && option->count != 19)
		return false;
	if (option->low > 1) {
		mst_line_add(line, " Unknown Version (%u)", option->low);
		mst_skip(option->r, option->count);
		return true;
	}
	flags = mst_read_u8(option->r);
	mst_line_add(line, " v%u%s", option->low, flags & 0x80 ? " csum" : "");
	if (keys >= 8)
		mst_line_add(line, " {0x%" PRIx64, mst_read_be64(option->r));
	if (keys >= 16)
		mst_line_add(line, ",0x%" PRIx64, mst_read_be64(option->r));
	if (keys >= 8)
		mst_line_add(line, "}");
	mst_skip(option->r, option->r->left < keys % 8 ? 0 : keys % 8);
	return true;
}

static bool describe_join(struct mst_line *line, const struct option *option)
{
	bool syn = option->tcp_flags & MST_TCP_SYN, ack = option->tcp_flags & MST_TCP_ACK;
	bool first = syn && option->count == 9;
	bool second = syn && ack && option->count == 13;
	bool third = ack && option->count == 21;
	uint8_t id;

	if (!first && !second && !third)
		return false;
	id = mst_read_u8(option->r);
	if (third) {
		mst_line_add(line, " hmac 0x");
		mst_line_digits(line, mst_read_bytes(option->r, 20), 20);
		return true;
	}
	mst_line_add(line, "%s id %u", option->low & 1 ? " backup" : "", id);
	if (first)
		mst_line_add(line, " token 0x%x", mst_read_be32(option->r));
	else
		mst_line_add(line, " hmac 0x%" PRIx64, mst_read_be64(option->r));
	mst_line_add(line, " nonce 0x%x", mst_read_be32(option->r));
	return true;
}

/* A sequence number of four or eight bytes. */
static bool describe_sequence(struct mst_line *line, const char *name, struct mst_reader *r, bool wide)
{
	mst_line_add(line, " %s ", name);
	if (r->left < (wide ? 8u : 4u))
		return false;
	mst_line_add(line, "%" PRIu64, wide ? mst_read_be64(r) : mst_read_be32(r));
	return true;
}

static bool describe_mapping(struct mst_line *line, struct mst_reader *r, bool wide)
{
	if (!describe_sequence(line, "seq", r, wide) || r->left < 4)
		return false;
	mst_line_add(line, " subseq %u", mst_read_be32(r));
	if (r->left < 2)
		return false;
	mst_line_add(line, " len %u", mst_read_be16(r));
	if (r->left >= 2)
		mst_line_add(line, " csum 0x%x", mst_read_be16(r));
	return true;
}

/* Data sequence signal. */
static bool describe_dss(struct mst_line *line, const struct option *option)
{
	struct mst_reader r;
	uint8_t flags;

	if (option->count < 1)
		return false;
	flags = mst_read_u8(option->r);
	r = mst_reader_over(option->r->at, option->count - 1);
	mst_skip(option->r, r.left);
	if (flags & 0x10)
		mst_line_add(line, " fin");
	if ((flags & 1) && !describe_sequence(line, "ack", &r, flags & 2))
		return false;
	if ((flags & 4) && !describe_mapping(line, &r, flags & 8))
		return false;
	return r.left == 0;
}

static bool describe_add_addr(struct mst_line *line, const struct option *option)
{
	static const char *const versions[] = { [0] = "v1", [1] = "v1-echo", [4] = "v0-ip4", [6] = "v0-ip6" };
	const char *version = option->low < sizeof versions / sizeof *versions ? versions[option->low] : NULL;
	struct mst_addr addr = { .family = MST_IPV4 };
	size_t rest = option->count - 1, bytes = rest >= 16 ? 16 : 4;

	if (option->count < 5)
		return false;
	rest -= bytes;
	if (rest != 0 && rest != 2 && rest != 8 && rest != 10)
		return false;
	mst_line_add(line, " %s id %u ", version ? version : "[bad version/echo]", mst_read_u8(option->r));
	if (bytes == 16)
		addr.family = MST_IPV6;
	memcpy(addr.bytes, mst_read_bytes(option->r, bytes), bytes);
	mst_line_addr(line, &addr);
	if (rest % 8)
		mst_line_add(line, ":%u", mst_read_be16(option->r));
	if (rest >= 8)
		mst_line_add(line, " hmac 0x%" PRIx64, mst_read_be64(option->r));
	return true;
}

static bool describe_remove_addr(struct mst_line *line, const struct option *option)
{
	if (option->count < 1)
		return false;
	mst_line_add(line, " id");
	for (size_t i = 0; i < option->count; i++)
		mst_line_add(line, " %u", mst_read_u8(option->r));
	return true;
}

static bool describe_priority(struct mst_line *line, const struct option *option)
{
	if (option->count > 1)
		return false;
	mst_line_add(line, option->low & 1 ? " backup" : " non-backup");
	if (option->count)
		mst_line_add(line, " id %u", mst_read_u8(option->r));
	return true;
}

static bool describe_fail(struct mst_line *line, const struct option *option)
{
	if (option->count != 9)
		return false;
	mst_skip(option->r, 1);
	mst_line_add(line, " seq %" PRIu64, mst_read_be64(option->r));
	return true;
}

static bool describe_fast_close(struct mst_line *line, const struct option *option)
{
	if (option->count != 9)
		return false;
	mst_skip(option->r, 1);
	mst_line_add(line, " key 0x%" PRIx64, mst_read_be64(option->r));
	return true;
}

static bool describe_unknown(struct mst_line *line, const struct option *option)
{
	(void)line;
	mst_skip(option->r, option->count);
	return true;
}

static const struct {
	const char *name;
	describer *describe;
} subtypes[] = {
	{ "capable", describe_capable },
	{ "join", describe_join },
	{ "dss", describe_dss },
	{ "add-addr", describe_add_addr },
	{ "rem-addr", describe_remove_addr },
	{ "prio", describe_priority },
	{ "fail", describe_fail },
	{ "fast-close", describe_fast_close },
};

enum mst_tcp_option_end mst_describe_mptcp(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;
	struct option of = { &option->r, option->count - 1, 0, option->flags };
	describer *describe = describe_unknown;
	const char *name = "unknown";
	uint8_t subtype;

	if (!mst_tcp_option_has(option, option->count, &end))
		return end;
	if (option->count == 0)
		return MST_OPTION_BAD;
	subtype = mst_read_u8(&option->r);
	of.low = subtype & 15;
	subtype >>= 4;
	if (subtype < sizeof subtypes / sizeof *subtypes) {
		name = subtypes[subtype].name;
		describe = subtypes[subtype].describe;
	}
	mst_line_add(line, " %zu %s", option->count + 2, name);
	return describe(line, &of) ? MST_OPTION_WHOLE : MST_OPTION_BAD;
}
