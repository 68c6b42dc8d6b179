/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_words.c - see dns_words.h. */
#include "dissect/payload/dns_words.h"

#define TOP_BIT 0x8000u /* of the class, in multicast DNS: unicast wanted; others are replaced */

bool mst_dns_words_name(struct mst_line *line, const struct mst_dns *dns, struct mst_reader *r)
{
	struct mst_dns_name name = mst_dns_name_at(dns, r);
	enum mst_dns_step step;
	bool any = false;

	while ((step = mst_dns_name_next(&name)) == MST_DNS_LABEL) {
		mst_line_vis(line, name.label, name.count);
		mst_line_add(line, ".");
		any = true;
	}
	if (step == MST_DNS_BAD_POINTER)
		mst_line_add(line, "<BAD PTR>");
	else if (step == MST_DNS_BAD_LABEL && name.count < 0x80)
		mst_line_add(line, "<ELT %zu>", name.count & 0x3f);
	else if (step == MST_DNS_BAD_LABEL)
		mst_line_add(line, "<BAD LABEL TYPE>");
	else if (step == MST_DNS_CUT)
		mst_line_vis(line, name.at.at, (size_t)(dns->bytes + dns->count - name.at.at));
	else if (step == MST_DNS_NAME_END && !any)
		mst_line_add(line, ".");
	if (step == MST_DNS_NAME_END)
		*r = name.behind;
	return step == MST_DNS_NAME_END;
}

static void add_type(struct mst_dns_words *words, uint16_t type)
{
	const char *name = mst_dns_type_name(type);

	if (name) {
		mst_line_add(words->line, " %s", name);
		return;
	}
	mst_line_add(words->line, " Type%u", type);
	if (!words->young)
		words->young = mst_dns_young_type_name(type);
}

static void add_class(struct mst_line *line, uint16_t class)
{
	if (class == 1)
		return;
	if (class == 3)
		mst_line_add(line, " CHAOS");
	else if (class == 4)
		mst_line_add(line, " HS");
	else if (class == 255)
		mst_line_add(line, " ANY");
	else
		mst_line_add(line, " (Class %u)", class);
}

bool mst_dns_words_question(struct mst_dns_words *words)
{
	struct mst_reader name = words->r;
	uint16_t type, class;

	if (!mst_dns_name_skip(&words->r))
		return false;
	type = mst_read_be16(&words->r);
	class = mst_read_be16(&words->r);
	if (words->r.short_read)
		return false;
	add_type(words, type);
	add_class(words->line, words->multicast ? class & 0x7fffu : class);
	if (words->multicast)
		mst_line_add(words->line, class & TOP_BIT ? " (QU)" : " (QM)");
	mst_line_add(words->line, "? ");
	return mst_dns_words_name(words->line, words->dns, &name);
}

static bool add_addr(struct mst_line *line, struct mst_reader *r, uint8_t family, size_t count)
{
	const uint8_t *bytes = mst_read_bytes(r, count);
	struct mst_addr addr = { .family = family };

	if (!bytes)
		return false;
	memcpy(addr.bytes, bytes, count);
	mst_line_add(line, " ");
	mst_line_addr(line, &addr);
	return true;
}

/* A prefix of an address, and the name of the rest (RFC 2874). */
static bool add_a6(struct mst_line *line, const struct mst_dns *dns, struct mst_reader *r)
{
	struct mst_addr addr = { .family = MST_IPV6 };
	uint8_t prefix = mst_read_u8(r);
	size_t from = prefix / 8u;
	const uint8_t *bytes;

	if (r->short_read)
		return false;
	if (prefix > 128) {
		mst_line_add(line, " %u(bad plen)", prefix);
		return true;
	}
	if (prefix < 128) {
		bytes = mst_read_bytes(r, 16 - from);
		if (!bytes)
			return false;
		memcpy(addr.bytes + from, bytes, 16 - from);
		mst_line_add(line, " %u ", prefix);
		mst_line_addr(line, &addr);
	}
	if (!prefix)
		return true;
	mst_line_add(line, " ");
	return mst_dns_words_name(line, dns, r);
}

static bool add_texts(struct mst_line *line, struct mst_reader *r, size_t count)
{
	const uint8_t *end = r->at + count;

	while (r->at < end) {
		uint8_t length = mst_read_u8(r);
		const uint8_t *bytes;
		bool whole = length <= r->left;

		if (r->short_read)
			return false;
		mst_line_add(line, " \"");
		bytes = mst_read_bytes(r, whole ? length : r->left);
		if (bytes)
			mst_line_vis(line, bytes, (size_t)(r->at - bytes));
		if (!whole)
			return false;
		mst_line_add(line, "\"");
	}
	return true;
}

static bool add_srv(struct mst_line *line, const struct mst_dns *dns, struct mst_reader *r)
{
	uint16_t priority = mst_read_be16(r), weight = mst_read_be16(r), port = mst_read_be16(r);

	mst_line_add(line, " ");
	if (r->short_read || !mst_dns_words_name(line, dns, r))
		return false;
	mst_line_add(line, ":%u %u %u", port, priority, weight);
	return true;
}

static bool add_mx(struct mst_line *line, const struct mst_dns *dns, struct mst_reader *r)
{
	uint16_t preference = mst_read_be16(r);

	mst_line_add(line, " ");
	if (r->short_read || !mst_dns_words_name(line, dns, r))
		return false;
	mst_line_add(line, " %u", preference);
	return true;
}

static bool add_uri(struct mst_line *line, struct mst_reader *r, size_t count)
{
	uint16_t priority = mst_read_be16(r), weight = mst_read_be16(r);
	const uint8_t *bytes;

	if (r->short_read)
		return false;
	mst_line_add(line, " %u %u ", priority, weight);
	bytes = mst_read_bytes(r, count > 4 ? count - 4 : 0);
	if (bytes)
		mst_line_vis(line, bytes, count > 4 ? count - 4 : 0);
	return bytes;
}

/* The data of types that have words; false when it is cut or invalid. */
static bool add_data(struct mst_dns_words *words, uint16_t type, size_t count)
{
	struct mst_reader data = words->r, *r = &data;
	struct mst_line *line = words->line;
	const struct mst_dns *dns = words->dns;

	switch (type) {
	case MST_DNS_A: return add_addr(line, r, MST_IPV4, 4);
	case MST_DNS_AAAA: return add_addr(line, r, MST_IPV6, 16);
	case MST_DNS_A6: return add_a6(line, dns, r);
	case MST_DNS_MX: return add_mx(line, dns, r);
	case MST_DNS_SRV: return add_srv(line, dns, r);
	case MST_DNS_TXT: return add_texts(line, r, count);
	case MST_DNS_URI: return add_uri(line, r, count);
	case MST_DNS_NS:
	case MST_DNS_CNAME:
	case MST_DNS_DNAME:
	case MST_DNS_PTR: mst_line_add(line, " "); return mst_dns_words_name(line, dns, r);
	case MST_DNS_UNSPECA:
		if (count <= r->left)
			mst_line_vis(line, r->at, count);
		return count <= r->left;
	default: return true;
	}
}

enum mst_dns_words_end mst_dns_words_record(struct mst_dns_words *words)
{
	uint16_t type, class, own, count;

	if (!mst_dns_name_skip(&words->r))
		return MST_DNS_WORDS_HEADLESS;
	type = mst_read_be16(&words->r);
	class = mst_read_be16(&words->r);
	mst_skip(&words->r, 4); /* lifetime */
	count = mst_read_be16(&words->r);
	if (words->r.short_read)
		return MST_DNS_WORDS_HEADLESS;
	own = words->multicast ? class & 0x7fffu : class;
	if (type != MST_DNS_OPT)
		add_class(words->line, own);
	if (words->multicast && class & TOP_BIT)
		mst_line_add(words->line, " (Cache flush)");
	add_type(words, type);
	if (type == MST_DNS_OPT)
		mst_line_add(words->line, " UDPsize=%u", class);
	if (count > words->r.left || !add_data(words, type, count))
		return MST_DNS_WORDS_CUT;
	mst_skip(&words->r, count);
	return MST_DNS_WORDS_WHOLE;
}
