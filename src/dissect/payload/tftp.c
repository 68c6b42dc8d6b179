/* SPDX-License-Identifier: BSD-2-Clause */
/* tftp.c - describes TFTP (RFC 1350, options of RFC 2347). */
#include "dissect/payload/describers.h"

enum { READ = 1, WRITE, DATA, ACK, ERROR, OPTIONS };

/* The text up to the next NUL, which is read over; false when there is none. */
static bool add_text(struct mst_line *line, struct mst_reader *r)
{
	const uint8_t *end = r->left ? memchr(r->at, 0, r->left) : NULL;
	size_t count = end ? (size_t)(end - r->at) : r->left;

	mst_line_vis(line, r->at, count);
	mst_skip(r, count + 1);
	return end;
}

static bool describe_request(struct mst_line *line, struct mst_reader *r)
{
	bool whole;

	mst_line_add(line, " \"");
	whole = add_text(line, r);
	mst_line_add(line, "\"");
	if (!whole || !r->left)
		return false;
	mst_line_add(line, " ");
	return add_text(line, r);
}

/* Names and values, each with a NUL behind. */
static bool describe_options(struct mst_line *line, struct mst_reader *r)
{
	while (r->left) {
		if (r->at[0])
			mst_line_add(line, " ");
		if (!add_text(line, r))
			return false;
	}
	return true;
}

static bool describe_block(struct mst_line *line, struct mst_reader *r)
{
	uint16_t number = mst_read_be16(r);

	if (!r->short_read)
		mst_line_add(line, " block %u", number);
	return !r->short_read;
}

static bool describe_error(struct mst_line *line, struct mst_reader *r)
{
	static const char *const names[] = { "EUNDEF", "ENOTFOUND", "EACCESS", "ENOSPACE",
		                             "EBADOP", "EBADID",    "EEXISTS", "ENOUSER" };
	uint16_t code = mst_read_be16(r);
	bool whole;

	if (r->short_read)
		return false;
	if (code < sizeof names / sizeof *names)
		mst_line_add(line, " %s", names[code]);
	else
		mst_line_add(line, " tftp-err-#%u \"", code);
	if (!r->left)
		return false;
	mst_line_add(line, " \"");
	whole = add_text(line, r);
	mst_line_add(line, "\"");
	return whole;
}

bool mst_describe_tftp(struct mst_line *line, const struct mst_layer *layer)
{
	static const char *const names[] = { NULL, "RRQ", "WRQ", "DATA", "ACK", "ERROR", "OACK" };
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t kind = mst_read_be16(&r);
	bool whole = true;

	mst_line_add(line, "TFTP, length %zu", layer->declared);
	if (r.short_read) {
		mst_line_add(line, " [|tftp]");
		return true;
	}
	if (kind >= READ && kind <= OPTIONS)
		mst_line_add(line, ", %s", names[kind]);
	else
		mst_line_add(line, ", tftp-#%u", kind);
	if (kind == READ || kind == WRITE)
		whole = describe_request(line, &r) && describe_options(line, &r);
	else if (kind == OPTIONS)
		whole = describe_options(line, &r);
	else if (kind == DATA || kind == ACK)
		whole = describe_block(line, &r);
	else if (kind == ERROR)
		whole = describe_error(line, &r);
	if (!whole)
		mst_line_add(line, " [|tftp]");
	return true;
}
