/* SPDX-License-Identifier: BSD-2-Clause */
/* ipx.c - Novell's IPX, with what RIP, SAP and NetBIOS carry in it. */
#include <string.h>

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { HEADER_BYTES = 30, NAME_BYTES = 48 };
enum { SAP = 0x0452, RIP = 0x0453 };

static const struct mst_word sockets[] = {
	{ 0x0451, "ipx-ncp" }, { 0x0455, "ipx-netbios" }, { 0x0456, "ipx-diags" }, { 0x0553, "ipx-nwlink-dgm" }, { 0 },
};

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

/* Each returns false where it is cut short. */
static bool describe_rip(struct mst_line *line, struct mst_reader *r)
{
	uint16_t command = mst_read_be16(r);

	if (r->short_read)
		return false;
	if (command != 1 && command != 2) {
		mst_line_add(line, "ipx-rip-?%u", command);
		return true;
	}
	mst_line_add(line, command == 1 ? "ipx-rip-req" : "ipx-rip-resp");
	for (int i = 0; i < (command == 1 ? 1 : 15) && r->left > 0; i++) {
		uint32_t network = mst_read_be32(r);
		uint16_t hops = mst_read_be16(r), ticks = mst_read_be16(r);

		if (r->short_read)
			return false;
		mst_line_add(line, " %08x/%u.%u", network, hops, ticks);
	}
	return true;
}

static bool describe_services(struct mst_line *line, struct mst_reader *r)
{
	for (int i = 0; i < 8 && r->left > 0; i++) {
		uint16_t type = mst_read_be16(r);
		const uint8_t *name = r->at, *node;
		size_t name_bytes = strnlen((const char *)name, r->left < NAME_BYTES ? r->left : NAME_BYTES);

		mst_skip(r, NAME_BYTES);
		if (r->short_read && name_bytes == 0)
			return false;
		mst_line_add(line, " %04x '", type);
		mst_line_vis(line, name, name_bytes);
		mst_line_add(line, "'");
		node = mst_read_bytes(r, 10);
		mst_skip(r, 4); /* socket, hops */
		if (!node)
			return false;
		mst_line_add(line, " addr ");
		describe_node(line, node);
	}
	return true;
}

static bool describe_sap(struct mst_line *line, struct mst_reader *r)
{
	uint16_t command = mst_read_be16(r), type;
	const char *word = mst_word_of(sap_words, command);

	if (r->short_read)
		return false;
	if (!word) {
		mst_line_add(line, "ipx-sap-?%x", command);
		return true;
	}
	mst_line_add(line, "ipx-sap-%s", word);
	if (command != 1 && command != 3)
		return describe_services(line, r);
	type = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, " %04x", type);
	return !r->short_read;
}

/* `length`: of the data, by the header. */
static void describe_data(struct mst_line *line, struct mst_reader r, uint16_t socket, size_t length)
{
	const char *word = mst_word_of(sockets, socket);
	bool cut = r.left < length;

	if (socket == SAP || socket == RIP) {
		if (!(socket == SAP ? describe_sap(line, &r) : describe_rip(line, &r)) || (cut && r.left == 0))
			mst_line_add(line, " [|ipx]");
	} else if (word) {
		mst_line_add(line, "%s %zu", word, length);
	} else {
		mst_line_add(line, "ipx-#%x %zu", socket, length);
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
	describe_data(line, r, to.socket, length - (size_t)HEADER_BYTES);
	return true;
}

bool mst_describe_ipx_ethertype(struct mst_line *line, const struct mst_layer *layer)
{
	mst_line_add(line, "(NOV-ETHII) ");
	return mst_describe_ipx(line, layer);
}
