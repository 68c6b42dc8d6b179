/* SPDX-License-Identifier: BSD-2-Clause */
/* eigrp.c - describes EIGRP (RFC 7868). */
#include "base/reader.h"
#include "dissect/ip/describers.h"

#define HEADER 20

static const char *const names[] = { NULL, "Update", NULL, "Query", "Reply", "Hello", "IPX SAP", "Probe" };

bool mst_describe_eigrp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r), operation = mst_read_u8(&r);

	mst_skip(&r, HEADER - 2);
	if (r.short_read)
		mst_line_add(line, " [|eigrp]");
	else if (version != 2)
		mst_line_add(line, "EIGRP version %u packet not supported", version);
	else if (operation < sizeof names / sizeof *names && names[operation])
		mst_line_add(line, "EIGRP %s, length: %zu", names[operation], layer->declared);
	else
		mst_line_add(line, "EIGRP unknown (%u), length: %zu", operation, layer->declared);
	return true;
}
