/* SPDX-License-Identifier: BSD-2-Clause */
/* text_source.c - see text_source.h. */
#include "base/text_source.h"

#include <errno.h>

#include "base/fail.h"
#include "base/plain_text.h"

int mst_text_source_fail(const struct mst_text_source *source, int code, const char *wrong)
{
	return mst_fail_line(source->err, code, source->name, source->line, wrong);
}

int mst_text_source_begin(struct mst_text_source *source, const char *name, const char *text, size_t size,
                          struct mst_error *err)
{
	*source = (struct mst_text_source){ mst_reader_over((const uint8_t *)text, size), name, 1, err };
	if (mst_text_encoding(text, size))
		return mst_text_source_fail(source, -EINVAL, "the file is UTF-16; expected UTF-8 or ASCII");
	mst_skip(&source->rest, mst_text_mark(text, size));
	return 0;
}
