/* SPDX-License-Identifier: BSD-2-Clause */
/* tcp_options.c - describes the options of TCP (RFC 9293, IANA's list). See tcp_options.h. */
#include "dissect/ip/tcp_options.h"

#define TFO_EXPERIMENT 0xf989 /* RFC 6994, RFC 7413 */

enum { END = 0, NOP = 1 };

typedef enum mst_tcp_option_end describer(struct mst_line *line, struct mst_tcp_option *option);

/* The next `count` bytes, which are there, in hexadecimal. */
static void add_hex(struct mst_line *line, struct mst_reader *r, size_t count)
{
	mst_line_digits(line, mst_read_bytes(r, count), count);
}

/* Writes the next `count` bytes in hexadecimal, as far as they are there. */
static enum mst_tcp_option_end add_hex_of(struct mst_line *line, struct mst_tcp_option *option, size_t count)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (mst_tcp_option_has(option, count, &end))
		add_hex(line, &option->r, count);
	else if (end == MST_OPTION_CUT)
		add_hex(line, &option->r, option->r.left);
	return end;
}

static enum mst_tcp_option_end describe_mss(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (mst_tcp_option_has(option, 2, &end))
		mst_line_add(line, " %u", mst_read_be16(&option->r));
	return end;
}

static enum mst_tcp_option_end describe_scale(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (mst_tcp_option_has(option, 1, &end))
		mst_line_add(line, " %u", mst_read_u8(&option->r));
	return end;
}

static enum mst_tcp_option_end describe_nothing(struct mst_line *line, struct mst_tcp_option *option)
{
	(void)line;
	(void)option;
	return MST_OPTION_WHOLE;
}

static enum mst_tcp_option_end describe_sack(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (option->count % 8) {
		mst_skip(&option->r, option->count);
		mst_line_add(line, " invalid sack");
		return end;
	}
	mst_line_add(line, " %zu ", option->count / 8);
	for (size_t i = 0; i < option->count / 8; i++) {
		uint32_t from, to;

		if (!mst_tcp_option_has(option, 8, &end))
			return end;
		from = mst_read_be32(&option->r);
		to = mst_read_be32(&option->r);
		mst_line_add(line, "{%u:%u}", from, to);
	}
	return end;
}

static enum mst_tcp_option_end describe_number(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (mst_tcp_option_has(option, 4, &end))
		mst_line_add(line, " %u", mst_read_be32(&option->r));
	return end;
}

static enum mst_tcp_option_end describe_timestamps(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;
	uint32_t value, echo;

	if (!mst_tcp_option_has(option, 8, &end))
		return end;
	value = mst_read_be32(&option->r);
	echo = mst_read_be32(&option->r);
	mst_line_add(line, " val %u ecr %u", value, echo);
	return end;
}

static enum mst_tcp_option_end describe_md5(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (!mst_tcp_option_has(option, 16, &end))
		return end;
	mst_line_add(line, " shared secret not supplied with -M, can't check - ");
	add_hex(line, &option->r, 16);
	return end;
}

/* Space communications (CCSDS 714.0-B-2). */
static enum mst_tcp_option_end describe_scps(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;
	uint8_t capabilities;

	if (!mst_tcp_option_has(option, 2, &end))
		return end;
	capabilities = mst_read_u8(&option->r);
	mst_line_add(line, " cap %02x id %u", capabilities, mst_read_u8(&option->r));
	return end;
}

/* RFC 5482: the top bit means minutes. (tcpdump takes the lowest bit for it, and prints another time.) */
static enum mst_tcp_option_end describe_user_timeout(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;
	uint32_t value, seconds;

	if (!mst_tcp_option_has(option, 2, &end))
		return end;
	value = mst_read_be16(&option->r);
	seconds = value & 0x8000 ? (value & 0x7fff) * 60 : value;
	mst_line_add(line, " 0x%x %u", value, seconds);
	return end;
}

/* RFC 5925. */
static enum mst_tcp_option_end describe_authentication(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (option->count < 2) {
		mst_skip(&option->r, option->count);
		mst_line_add(line, " (invalid)");
		return end;
	}
	if (!mst_tcp_option_has(option, 1, &end))
		return end;
	mst_line_add(line, " keyid %u", mst_read_u8(&option->r));
	if (!mst_tcp_option_has(option, 1, &end))
		return end;
	mst_line_add(line, " rnextkeyid %u", mst_read_u8(&option->r));
	if (option->count == 2)
		return end;
	mst_line_add(line, " mac 0x");
	return add_hex_of(line, option, option->count - 2);
}

static void describe_cookie(struct mst_line *line, struct mst_tcp_option *option, size_t count)
{
	if (count == 0) {
		mst_line_add(line, " cookiereq");
	} else if (count % 2 || count < 4 || count > 16) {
		mst_skip(&option->r, count);
		mst_line_add(line, " (invalid)");
	} else {
		mst_line_add(line, " cookie ");
		add_hex(line, &option->r, count);
	}
}

/* RFC 7413. */
static enum mst_tcp_option_end describe_fast_open(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;

	if (!mst_tcp_option_has(option, option->count, &end))
		return end;
	mst_line_add(line, " ");
	describe_cookie(line, option, option->count);
	return end;
}

/* RFC 6994: a number of its own tells experiments apart. */
static enum mst_tcp_option_end describe_experiment(struct mst_line *line, struct mst_tcp_option *option)
{
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;
	uint16_t experiment;

	if (!mst_tcp_option_has(option, option->count, &end))
		return end;
	if (option->count < 2)
		return MST_OPTION_BAD;
	experiment = mst_read_be16(&option->r);
	if (experiment == TFO_EXPERIMENT) {
		mst_line_add(line, "-tfo");
		describe_cookie(line, option, option->count - 2);
		return end;
	}
	mst_line_add(line, "-%04x", experiment);
	mst_skip(&option->r, option->count - 2);
	return end;
}

static enum mst_tcp_option_end describe_unknown(struct mst_line *line, struct mst_tcp_option *option)
{
	mst_line_add(line, "unknown-%u", option->kind);
	if (option->count)
		mst_line_add(line, " 0x");
	return add_hex_of(line, option, option->count);
}

/* clang-format off */
static const struct known {
	uint8_t kind;
	const char *name;
	describer *describe;
} known[] = {
	{ 2, "mss", describe_mss },
	{ 3, "wscale", describe_scale },
	{ 4, "sackOK", describe_nothing },
	{ 5, "sack", describe_sack },
	{ 6, "echo", describe_number },
	{ 7, "echoreply", describe_number },
	{ 8, "TS", describe_timestamps },
	{ 11, "cc", describe_number },
	{ 12, "ccnew", describe_number },
	{ 13, "", describe_number }, /* CC.ECHO, which has no name in these lines */
	{ 19, "md5", describe_md5 },
	{ 20, "scps", describe_scps },
	{ 28, "uto", describe_user_timeout },
	{ 29, "tcp-ao", describe_authentication },
	{ 30, "mptcp", mst_describe_mptcp },
	{ 34, "tfo", describe_fast_open },
	{ 254, "exp", describe_experiment },
};
/* clang-format on */

static const struct known *find(uint8_t kind)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (known[i].kind == kind)
			return &known[i];
	}
	return NULL;
}

/* Describes the option at `option`, whose kind and length have been read, and moves on to the next. */
static enum mst_tcp_option_end describe_one(struct mst_line *line, struct mst_tcp_option *option)
{
	const struct known *as = find(option->kind);
	size_t before = option->r.left, taken;
	enum mst_tcp_option_end end;

	if (as)
		mst_line_add(line, "%s", as->name);
	end = as ? as->describe(line, option) : describe_unknown(line, option);
	if (end != MST_OPTION_WHOLE)
		return end;
	taken = option->r.short_read ? option->count : before - option->r.left; /* short: skipped as a whole */
	if (taken != option->count)
		mst_line_add(line, "[len %zu]", option->count + 2);
	option->left -= taken < option->left ? taken : option->left;
	return end;
}

static enum mst_tcp_option_end describe_next(struct mst_line *line, struct mst_tcp_option *option)
{
	uint8_t length;

	option->inside = false;
	option->kind = mst_read_u8(&option->r);
	if (option->r.short_read)
		return MST_OPTION_CUT;
	option->left--;
	if (option->kind == END || option->kind == NOP) {
		mst_line_add(line, option->kind == NOP ? "nop" : "eol");
		option->left = option->kind == NOP ? option->left : 0;
		return MST_OPTION_WHOLE;
	}
	length = mst_read_u8(&option->r);
	if (option->r.short_read)
		return MST_OPTION_CUT;
	if (length < 2 || length > option->left + 1)
		return MST_OPTION_BAD;
	option->left--;
	option->count = length - 2u;
	option->inside = true;
	return describe_one(line, option);
}

bool mst_describe_tcp_options(struct mst_line *line, struct mst_reader r, size_t count, uint8_t flags)
{
	struct mst_tcp_option option = { .r = r, .left = count, .flags = flags };
	enum mst_tcp_option_end end = MST_OPTION_WHOLE;
	bool first = true;

	mst_line_add(line, ", options [");
	while (option.left > 0) {
		if (!first)
			mst_line_add(line, ",");
		end = describe_next(line, &option);
		if (end != MST_OPTION_WHOLE)
			break;
		first = false;
	}
	if (end == MST_OPTION_BAD)
		mst_line_add(line, "[bad opt]%s", first ? "" : "]");
	else if (end == MST_OPTION_CUT)
		mst_line_add(line, " [|tcp]%s", first || !option.inside ? "" : ">");
	else
		mst_line_add(line, "]");
	return end == MST_OPTION_WHOLE;
}
