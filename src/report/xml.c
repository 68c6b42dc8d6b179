/* SPDX-License-Identifier: BSD-2-Clause */
/* xml.c - see xml.h. */
#include "report/xml.h"

#include "base/media.h"
#include "report/digits.h"

static void begin(struct mst_out *out, const char *name)
{
	mst_out_put(out, " ");
	mst_out_put(out, name);
	mst_out_put(out, "=\"");
}

void mst_xml_content(struct mst_out *out, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end)
		mst_out_wrote(out, mst_medium_put(MST_TO_XML, mst_out_room(out, MST_MEDIUM_CHAR_MAX), &text, end));
}

void mst_xml_put(struct mst_out *out, const char *name, const char *text, size_t length)
{
	begin(out, name);
	mst_xml_content(out, text, length);
	mst_out_put(out, "\"");
}

void mst_xml_text(struct mst_out *out, const char *name, const char *text)
{
	mst_xml_put(out, name, text, strlen(text));
}

void mst_xml_number(struct mst_out *out, const char *name, uint64_t number)
{
	begin(out, name);
	mst_out_wrote(out, mst_put_whole(mst_out_room(out, MST_DIGITS_MAX), number));
	mst_out_put(out, "\"");
}
