/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resp.c - describes values of RESP, the protocol of Redis: texts between quotes, in the order in which they come.
 *
 *     +text CR LF   -error CR LF   :number CR LF   $length CR LF bytes CR LF   *count CR LF values
 *     words CR LF                                              a command as a person types it
 *
 * An array is no more than its count and its values, so that no value is read within another one.
 */
#include "dissect/payload/describers.h"

enum end { WHOLE, CUT };

/* The end of a line, CR LF, from `r` on: consumed, with what is before it. */
static bool read_line(struct mst_reader *r, const uint8_t **bytes, size_t *count)
{
	for (size_t i = 0; i + 1 < r->left; i++) {
		if (r->at[i] != '\r' || r->at[i + 1] != '\n')
			continue;
		*bytes = r->at;
		*count = i;
		mst_skip(r, i + 2);
		return true;
	}
	return false;
}

static void add_text(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	mst_line_add(line, " \"");
	mst_line_vis(line, bytes, count);
	mst_line_add(line, "\"");
}

static enum end describe_simple(struct mst_line *line, struct mst_reader *r)
{
	const uint8_t *bytes;
	size_t count;

	if (!read_line(r, &bytes, &count))
		return CUT;
	add_text(line, bytes, count);
	return WHOLE;
}

static enum end describe_words(struct mst_line *line, struct mst_reader *r)
{
	size_t count = 0;

	while (r->left && (*r->at == '\r' || *r->at == '\n'))
		mst_skip(r, 1);
	while (count < r->left && r->at[count] != '\r' && r->at[count] != '\n')
		count++;
	if (count == r->left)
		return CUT;
	add_text(line, r->at, count);
	mst_skip(r, count);
	while (r->left && (*r->at == '\r' || *r->at == '\n'))
		mst_skip(r, 1);
	return WHOLE;
}

enum number { VALID, SHORT, INVALID, LARGE, NEGATIVE };

/* A length and its CR LF; -1 stands for a value that is null. */
static enum number read_length(struct mst_reader *r, int64_t *value)
{
	bool minus = r->left && *r->at == '-';
	uint64_t sum = 0;
	uint8_t byte;

	mst_skip(r, minus);
	while ((byte = mst_read_u8(r)) >= '0' && byte <= '9') {
		if (sum <= INT32_MAX)
			sum = sum * 10 + byte - '0';
	}
	if (r->short_read)
		return SHORT;
	if (byte != '\r')
		return INVALID;
	if (mst_read_u8(r) != '\n')
		return r->short_read ? SHORT : INVALID;
	*value = minus ? -(int64_t)sum : (int64_t)sum;
	return minus && sum != 1 ? NEGATIVE : sum > INT32_MAX ? LARGE : VALID;
}

/* Reads and judges a length; false: there is nothing to read for it. */
static bool describe_length(struct mst_line *line, struct mst_reader *r, int64_t *value, enum end *end)
{
	static const char *const words[] = {
		[INVALID] = " invalid", [LARGE] = " length too large", [NEGATIVE] = " length negative and not -1"
	};
	enum number number = read_length(r, value);

	*end = number == SHORT ? CUT : WHOLE;
	if (number == VALID && *value > 0)
		return true;
	if (number == VALID)
		mst_line_add(line, *value ? " null" : " empty");
	else if (number != SHORT)
		mst_line_add(line, "%s", words[number]);
	return false;
}

static enum end describe_bulk(struct mst_line *line, struct mst_reader *r)
{
	const uint8_t *bytes;
	int64_t length = -1;
	size_t count;
	enum end end;

	if (!describe_length(line, r, &length, &end)) {
		if (end == WHOLE && length == 0 && !read_line(r, &bytes, &count))
			return CUT;
		return end;
	}
	if ((uint64_t)length > r->left)
		return CUT;
	add_text(line, r->at, (size_t)length);
	mst_skip(r, (size_t)length);
	return read_line(r, &bytes, &count) ? WHOLE : CUT;
}

static enum end describe_value(struct mst_line *line, struct mst_reader *r, uint64_t *expected)
{
	int64_t count = 0;
	enum end end;

	switch (*r->at) {
	case '+':
	case '-':
	case ':': mst_skip(r, 1); return describe_simple(line, r);
	case '$': mst_skip(r, 1); return describe_bulk(line, r);
	case '*':
		mst_skip(r, 1);
		if (describe_length(line, r, &count, &end))
			*expected += (uint64_t)count;
		return end;
	default: return describe_words(line, r);
	}
}

bool mst_describe_resp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint64_t expected = 0; /* values of arrays that are open */
	enum end end = WHOLE;

	mst_line_add(line, ": RESP");
	while (end == WHOLE && r.left > 0) {
		expected -= expected > 0;
		end = describe_value(line, &r, &expected);
	}
	if (end == CUT || expected > 0 || layer->captured < layer->declared)
		mst_line_add(line, " [|resp]");
	return true;
}
