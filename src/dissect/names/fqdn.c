/* SPDX-License-Identifier: BSD-2-Clause */
/* fqdn.c - see fqdn.h. */
#include "dissect/names/fqdn.h"

#include "base/reader.h"
#include "dissect/common/line.h"

#define ENCODED 0x04 /* labels as in DNS, else text: RFC 4702, section 2.1 */
#define LABEL_MOST 63

/* Labels as in DNS, without compression; the name may be partial, that is without the root. */
static bool write_labels(struct mst_line *line, struct mst_reader *r)
{
	while (r->left) {
		uint8_t count = mst_read_u8(r);
		const uint8_t *label = mst_read_bytes(r, count);

		if (!label || count > LABEL_MOST)
			return false;
		if (count == 0)
			break;
		if (line->length)
			mst_line_add(line, ".");
		mst_line_text(line, label, count);
	}
	return line->length > 0;
}

bool mst_fqdn_of_dhcp(char *text, size_t size, const uint8_t *bytes, size_t count)
{
	struct mst_line line = mst_line_in(text, size);
	struct mst_reader r = mst_reader_over(bytes, count);
	uint8_t flags = mst_read_u8(&r);

	mst_skip(&r, 2);
	if (r.short_read)
		return false;
	if (flags & ENCODED)
		return write_labels(&line, &r);
	while (r.left && (r.at[r.left - 1] == '.' || r.at[r.left - 1] == '\0'))
		r.left--;
	mst_line_text(&line, r.at, r.left);
	return line.length > 0;
}

bool mst_fqdn_of_dhcp6(char *text, size_t size, const uint8_t *bytes, size_t count)
{
	struct mst_line line = mst_line_in(text, size);
	struct mst_reader r = mst_reader_over(bytes, count);

	mst_skip(&r, 1);
	return write_labels(&line, &r);
}
