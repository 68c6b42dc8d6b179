/* SPDX-License-Identifier: BSD-2-Clause */
/* ipx.c - Novell's IPX, with what RIP, SAP and NetBIOS carry in it. */
#include <string.h>

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { HEADER_BYTES = 30, NAME_BYTES = 48 };
enum { NCP = 0x0451, SAP = 0x0452, RIP = 0x0453, NETBIOS = 0x0455, DIAGNOSTICS = 0x0456, NWLINK = 0x0553 };

struct ends {
	const uint8_t *node; /* network, 4 bytes; node, 6 */
	uint16_t socket;
};

static const struct mst_word sap_words[] = {
	{ 1, "req" }, { 2, "resp" }, { 3, "nearest-req" }, { 4, "nearest-resp" }, { 0 }
};

static struct ends read_end(struct mst_reader *r)
{
	const uint8_t *node = mst_read_bytes(r, 10);

	return (struct ends){ node, mst_read_be16(r) };
}

/* "00000001.02:00:00:00:00:01" */
static void describe_node(struct mst_line *line, const uint8_t *node)
{
	mst_line_add(line, "%02x%02x%02x%02x.", node[0], node[1], node[2], node[3]);
	mst_line_mac(line, node + 4);
}

static void describe_rip(struct mst_line *line, struct mst_reader r)
{
	uint16_t command = mst_read_be16(&r);

	if (r.short_read)
		return;
	if (command != 1 && command != 2) {
		mst_line_add(line, "ipx-rip-?%u", command);
		return;
	}
	mst_line_add(line, command == 1 ? "ipx-rip-req" : "ipx-rip-resp");
	for (int i = 0; i < (command == 1 ? 1 : 15) && r.left > 0; i++) {
		uint32_t network = mst_read_be32(&r);
		uint16_t hops = mst_read_be16(&r), ticks = mst_read_be16(&r);

		if (r.short_read)
			mst_line_add(line, " [|ipx]");
		else
			mst_line_add(line, " %08x/%u.%u", network, hops, ticks);
	}
}

static void describe_services(struct mst_line *line, struct mst_reader r)
{
	for (int i = 0; i < 8 && r.left > 0; i++) {
		uint16_t type = mst_read_be16(&r);
		const uint8_t *name = mst_read_bytes(&r, NAME_BYTES), *node = mst_read_bytes(&r, 10);

		mst_skip(&r, 4); /* socket, hops */
		if (r.short_read) {
			mst_line_add(line, " [|ipx]");
			return;
		}
		mst_line_add(line, " %04x '", type);
		mst_line_vis(line, name, strnlen((const char *)name, NAME_BYTES));
		mst_line_add(line, "' addr ");
		describe_node(line, node);
	}
}

static void describe_sap(struct mst_line *line, struct mst_reader r)
{
	uint16_t command = mst_read_be16(&r);
	const char *word = mst_word_of(sap_words, command);

	if (r.short_read)
		return;
	if (!word)
		mst_line_add(line, "ipx-sap-?%x", command);
	else
		mst_line_add(line, "ipx-sap-%s", word);
	if (command == 1 || command == 3) {
		uint16_t type = mst_read_be16(&r);

		if (!r.short_read)
			mst_line_add(line, " %04x", type);
	} else if (word) {
		describe_services(line, r);
	}
}

static void describe_data(struct mst_line *line, struct mst_reader r, uint16_t from, uint16_t to, size_t length)
{
	uint16_t socket = to == SAP || from == SAP ? SAP : to == RIP || from == RIP ? RIP : to;

	switch (socket) {
	case SAP: describe_sap(line, r); break;
	case RIP: describe_rip(line, r); break;
	case NCP: mst_line_add(line, "ipx-ncp %zu", length); break;
	case NETBIOS: mst_line_add(line, "ipx-netbios %zu", length); break;
	case DIAGNOSTICS: mst_line_add(line, "ipx-diags %zu", length); break;
	case NWLINK: mst_line_add(line, "ipx-nwlink-dgm %zu", length); break;
	default: mst_line_add(line, "ipx-#%x %zu", to, length); break;
	}
}

bool mst_describe_ipx(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t length = (mst_skip(&r, 2), mst_read_be16(&r));
	struct ends to = (mst_skip(&r, 2), read_end(&r)), from = read_end(&r);

	if (!layer->how->link)
		mst_line_add(line, "IPX ");
	if (r.short_read) {
		mst_line_add(line, " [|ipx]");
		return true;
	}
	describe_node(line, from.node);
	mst_line_add(line, ".%04x > ", from.socket);
	describe_node(line, to.node);
	mst_line_add(line, ".%04x: ", to.socket);
	if (length < HEADER_BYTES) {
		mst_line_add(line, "[length %u < %d] (invalid)", length, HEADER_BYTES);
		return true;
	}
	if (r.left > length - (size_t)HEADER_BYTES)
		r.left = length - (size_t)HEADER_BYTES;
	describe_data(line, r, from.socket, to.socket, length - (size_t)HEADER_BYTES);
	return true;
}

bool mst_describe_ipx_ethertype(struct mst_line *line, const struct mst_layer *layer)
{
	mst_line_add(line, "(NOV-ETHII) ");
	return mst_describe_ipx(line, layer);
}
