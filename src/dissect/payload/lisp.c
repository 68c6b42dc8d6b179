/* SPDX-License-Identifier: BSD-2-Clause */
/* lisp.c - describes LISP's control messages (RFC 6833): of registrations and notifications the records too. */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { REGISTER = 3, NOTIFY = 4, IPV4 = 1, IPV6 = 2 };

static void describe_type(struct mst_line *line, uint8_t type)
{
	static const char *const names[] = { "Reserved", "Map-Request", "Map-Reply", "Map-Register", "Map-Notify" };

	if (type < sizeof names / sizeof *names)
		mst_line_add(line, "LISP-%s,", names[type]);
	else if (type == 8)
		mst_line_add(line, "LISP-Encapsulated-Contol-Message,"); /* as tcpdump spells it */
	else
		mst_line_add(line, "unknown-type-%u,", type);
}

/* An address of a family by IANA's number; false when it is none of IP, or cut short. */
static bool read_addr(struct mst_addr *addr, uint16_t family, struct mst_reader *r)
{
	size_t count = family == IPV4 ? 4 : 16;
	const uint8_t *bytes = family == IPV4 || family == IPV6 ? mst_read_bytes(r, count) : NULL;

	*addr = (struct mst_addr){ .family = family == IPV4 ? MST_IPV4 : MST_IPV6 };
	if (bytes)
		memcpy(addr->bytes, bytes, count);
	return bytes != NULL;
}

static bool describe_record(struct mst_line *line, struct mst_reader *r)
{
	uint8_t locators, prefix;
	struct mst_addr addr;

	mst_skip(r, 4);
	locators = mst_read_u8(r);
	prefix = mst_read_u8(r);
	mst_skip(r, 4);
	if (!read_addr(&addr, mst_read_be16(r), r))
		return false;
	mst_line_add(line, " EID ");
	mst_line_addr(line, &addr);
	mst_line_add(line, "/%u, %u locator(s)", prefix, locators);
	for (; locators; locators--) {
		mst_skip(r, 6);
		if (!read_addr(&addr, mst_read_be16(r), r))
			return false;
		mst_line_add(line, " LOC ");
		mst_line_addr(line, &addr);
	}
	return true;
}

static bool describe_records(struct mst_line *line, uint8_t count, size_t declared, struct mst_reader *r)
{
	mst_line_add(line, " %u record(s),", count);
	if (!count) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	mst_skip(r, 10);
	mst_skip(r, mst_read_be16(r));
	if (r->short_read)
		return false;
	if (declared == 16)
		return true;
	for (; count && r->left; count--) {
		if (!describe_record(line, r))
			return !r->short_read;
	}
	return true;
}

bool mst_describe_lisp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r) >> 4, count;

	mst_skip(&r, 2);
	count = mst_read_u8(&r);
	if (layer->captured < 16) {
		mst_line_add(line, " [|lisp]");
		return true;
	}
	describe_type(line, type);
	if ((type == REGISTER || type == NOTIFY) && !describe_records(line, count, layer->declared, &r))
		mst_line_add(line, " [|lisp]");
	return true;
}
