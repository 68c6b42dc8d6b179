/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stanza.h - reads the text of data/services, one signature at a time. Pure; the text may be any bytes.
 *
 *     ssh ^OpenSSH_(\S+)                     kind of text, pattern to the end of the line
 *             product OpenSSH                what it is, with $1 … $31 for groups
 *             version $1
 *             example OpenSSH_9.2p1          what it is for
 *             is version 9.2p1               what is known of the example then
 *
 * A line that begins with a letter begins a signature; its other lines begin with blanks. A line whose first word
 * begins with # is a comment. Blanks at the end of a line are dropped. In examples other bytes than printable ones are
 * written as \xHH, \r, \n, \t, \0, and a backslash as \\.
 */
#ifndef MST_IDENTIFY_STANZA_H
#define MST_IDENTIFY_STANZA_H

#include "base/text_source.h"
#include "identify/key.h"
#include "identify/value.h"

#define MST_EXAMPLES_MAX 16
#define MST_EXAMPLE_BYTES 2048

struct mst_stanza_example {
	uint64_t line;
	struct mst_service_text text;                /* as it is written */
	struct mst_service_text is[MST_VALUE_COUNT]; /* what is expected; size 0: nothing is said */
};

/* Texts point into the file. */
struct mst_stanza {
	uint64_t line;
	enum mst_signature_key key;
	struct mst_service_text pattern;
	struct mst_values values;
	unsigned example_count;
	struct mst_stanza_example examples[MST_EXAMPLES_MAX];
};

/* Begins, in line 0: none was read yet. -EINVAL for a text that is UTF-16. */
int mst_stanzas_begin(struct mst_text_source *stanzas, const char *name, const char *text, size_t size,
                      struct mst_error *err);

/* Reads the next signature: 1, 0 at the end of the text, or -EINVAL with a sentence. */
int mst_stanzas_next(struct mst_text_source *stanzas, struct mst_stanza *stanza);

/* The bytes of an example; false when an escape is wrong or there are more than MST_EXAMPLE_BYTES. */
bool mst_stanza_bytes(const struct mst_service_text *text, uint8_t bytes[MST_EXAMPLE_BYTES], size_t *size);

/* Leaves "FILE line N: wrong" and returns -EINVAL. */
int mst_stanzas_fail(const struct mst_text_source *stanzas, uint64_t line, const char *wrong);

#endif
