/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stp.c - the spanning tree: IEEE 802.1D, rapid (802.1w), multiple (802.1s), shortest path (802.1aq), and Cisco's
 * PVST+.
 *
 *     protocol 0 │ version │ type │ flags │ root │ cost │ bridge │ port │ age, max age, hello, delay │ …
 */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { CONFIG = 0x00, RAPID = 0x02, TOPOLOGY_CHANGE = 0x80 };
enum { VERSION_MULTIPLE = 3, VERSION_SHORTEST = 4 };
enum { CONFIG_BYTES = 35, RAPID_BYTES = 36, MULTIPLE_BYTES = 102, SHORTEST_BYTES = 85 };

static const struct mst_word versions[] = {
	{ 0, "802.1d" }, { 2, "802.1w" }, { 3, "802.1s" }, { 4, "802.1aq" }, { 0 },
};
static const struct mst_word types[] = {
	{ CONFIG, "Config" },
	{ RAPID, "Rapid STP" },
	{ TOPOLOGY_CHANGE, "Topology Change" },
	{ 0 },
};
static const struct mst_word flag_words[] = {
	{ 0x01, "Topology change" },
	{ 0x02, "Proposal" },
	{ 0x10, "Learn" },
	{ 0x20, "Forward" },
	{ 0x40, "Agreement" },
	{ 0x80, "Topology change ACK" },
	{ 0 },
};

/* ", Flags [none], bridge-id 8001.00:19:06:ea:b8:80.8005, length 35" */
static void describe_config(struct mst_line *line, const struct mst_layer *layer, struct mst_reader r)
{
	uint8_t flags = mst_read_u8(&r);
	uint16_t priority, port;
	const uint8_t *mac;

	if (r.short_read) {
		mst_line_add(line, " [|stp]");
		return;
	}
	mst_line_add(line, ", Flags [");
	mst_line_flags(line, flag_words, flags);
	mst_line_add(line, "]");
	mst_skip(&r, 8 + 4);
	priority = mst_read_be16(&r);
	mac = mst_read_bytes(&r, 6);
	port = mst_read_be16(&r);
	if (!mac || r.short_read) {
		mst_line_add(line, " [|stp]");
		return;
	}
	mst_line_add(line, ", bridge-id %04x.", priority);
	mst_line_mac(line, mac);
	mst_line_add(line, ".%04x, length %zu", port, layer->declared);
}

/* The length of 802.1aq's part, before which is the one of 802.1s. */
static const char *fault_of_shortest(const struct mst_layer *layer, struct mst_reader r, uint16_t multiple)
{
	uint16_t shortest;

	mst_skip(&r, multiple);
	shortest = mst_read_be16(&r);
	if (r.short_read)
		return " [|stp]";
	return shortest < SHORTEST_BYTES || layer->declared < RAPID_BYTES + 2u + multiple + 2u + shortest ? " (invalid)"
	                                                                                                  : "";
}

/* ", CIST Flags [Learn, Forward], length 134" */
static void describe_multiple(struct mst_line *line, const struct mst_layer *layer, uint8_t version,
                              struct mst_reader r)
{
	uint8_t flags = mst_read_u8(&r);
	uint16_t multiple = (mst_skip(&r, RAPID_BYTES - 5), mst_read_be16(&r)); /* bytes of the part of 802.1s */

	if (r.short_read || layer->declared < RAPID_BYTES + 2u + multiple) {
		mst_line_add(line, r.short_read ? " [|stp]" : " (invalid)");
		return;
	}
	mst_line_add(line, ", CIST Flags [");
	mst_line_flags(line, flag_words, flags);
	mst_line_add(line, "], length %zu%s", layer->declared,
	             version == VERSION_SHORTEST ? fault_of_shortest(layer, r, multiple) : "");
}

static void describe_body(struct mst_line *line, const struct mst_layer *layer, uint8_t version, uint8_t type,
                          struct mst_reader r)
{
	bool multiple = type == RAPID && (version == VERSION_MULTIPLE || version == VERSION_SHORTEST);
	size_t least = type == CONFIG ? CONFIG_BYTES : multiple ? MULTIPLE_BYTES : RAPID_BYTES;

	if (type == TOPOLOGY_CHANGE)
		return;
	if (layer->declared < least)
		mst_line_add(line, " (invalid)");
	else if (multiple)
		describe_multiple(line, layer, version, r);
	else
		describe_config(line, layer, r);
}

bool mst_describe_stp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t protocol = mst_read_be16(&r);
	uint8_t version = mst_read_u8(&r), type;
	const char *word;

	if (layer->declared < 4 || r.short_read) {
		mst_line_add(line, layer->declared < 4 ? " (invalid)" : " [|stp]");
		return true;
	}
	if (protocol != 0) {
		mst_line_add(line, "unknown STP version, length %zu", layer->declared);
		return true;
	}
	word = mst_word_of(versions, version);
	if (!word) {
		mst_line_add(line, "STP Unknown STP protocol (0x%02x)", version);
		return true;
	}
	mst_line_add(line, "STP %s", word);
	type = mst_read_u8(&r);
	word = mst_word_of(types, type);
	if (r.short_read) {
		mst_line_add(line, " [|stp]");
	} else if (!word) {
		mst_line_add(line, ", Unknown BPDU Type (0x%02x)", type);
	} else {
		mst_line_add(line, ", %s", word);
		describe_body(line, layer, version, type, r);
	}
	return true;
}
