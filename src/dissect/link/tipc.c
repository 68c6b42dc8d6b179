/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tipc.c - Transparent Inter-Process Communication, version 2: messages between the nodes of a cluster.
 *
 *     version, user, header and message sizes │ type │ acknowledgements │ nodes and ports, by the user
 *
 * A node is ZONE.CLUSTER.NODE, of 8, 12 and 12 bits.
 */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { SHORT_HEADER = 6 }; /* words: it has no nodes but the one that sent it on */

/* What leads to the same fields: data and what manages it, the links themselves, discovery of neighbours. */
enum form { DATA, INTERNAL, DISCOVERY };

/* clang-format off */
static const struct user {
	enum form form;
	const char *word;
} users[16] = {
	[0] = { DATA, "Low Importance Data payload" },
	[1] = { DATA, "Medium Importance Data payload" },
	[2] = { DATA, "High Importance Data payload" },
	[3] = { DATA, "Critical Importance Data payload" },
	[5] = { INTERNAL, "Broadcast Link Protocol internal" },
	[6] = { INTERNAL, "Message Bundler Protocol internal" },
	[7] = { INTERNAL, "Link State Protocol internal" },
	[8] = { DATA, "Connection Manager internal" },
	[10] = { INTERNAL, "Link Changeover Protocol internal" },
	[11] = { DATA, "Name Table Update Protocol internal" },
	[12] = { INTERNAL, "Message Fragmentation Protocol internal" },
	[13] = { DISCOVERY, "Neighbor Detection Protocol internal" },
};
static const struct mst_word messages[] = {
	{ 0, "CONN_MSG" }, { 1, "MCAST_MSG" }, { 2, "NAMED_MSG" }, { 3, "DIRECT_MSG" }, { 0, NULL },
};
static const struct mst_word discoveries[] = { { 0, "Link request" }, { 1, "Link response" }, { 0, NULL } };
/* clang-format on */

struct header {
	uint8_t version, words, type;
	uint32_t second;
	uint32_t bytes; /* of 17 bits */
	const struct user *user;
};

static void add_node(struct mst_line *line, uint32_t node)
{
	mst_line_add(line, "%u.%u.%u", node >> 24, node >> 12 & 0xfff, node & 0xfff);
}

static void add_sizes(struct mst_line *line, const struct header *header, const struct mst_word *types)
{
	const char *type = mst_word_of(types, header->type);

	mst_line_add(line, ", headerlength %u bytes, MessageSize %u bytes, %s, messageType %s", header->words * 4u,
	             header->bytes, header->user->word, type ? type : "Unknown");
}

static void add_version(struct mst_line *line, const struct header *header)
{
	mst_line_add(line, "TIPC v%u.0 ", header->version);
}

/* From the third word on: acknowledgements, node before, ports, and nodes of both ends where they are there. */
static bool describe_data(struct mst_line *line, const struct header *header, struct mst_reader *r)
{
	uint32_t before, from_port, to_port, from, to;

	mst_skip(r, 4);
	before = mst_read_be32(r);
	from_port = mst_read_be32(r);
	to_port = mst_read_be32(r);
	if (r->short_read)
		return false;
	from = header->words <= SHORT_HEADER ? before : mst_read_be32(r);
	to = header->words <= SHORT_HEADER ? 0 : mst_read_be32(r);
	if (r->short_read)
		return false;
	add_version(line, header);
	add_node(line, from);
	mst_line_add(line, ":%u > ", from_port);
	if (header->words > SHORT_HEADER) {
		add_node(line, to);
		mst_line_add(line, ":");
	}
	mst_line_add(line, "%u", to_port);
	add_sizes(line, header, messages);
	return true;
}

static bool describe_internal(struct mst_line *line, const struct header *header, struct mst_reader *r)
{
	uint32_t from, to;

	mst_skip(r, 16);
	from = mst_read_be32(r);
	to = mst_read_be32(r);
	if (r->short_read)
		return false;
	add_version(line, header);
	add_node(line, from);
	mst_line_add(line, " > ");
	add_node(line, to);
	add_sizes(line, header, messages);
	mst_line_add(line, " (0x%08x)", header->second);
	return true;
}

static bool describe_discovery(struct mst_line *line, const struct header *header, struct mst_reader *r)
{
	uint32_t domain = mst_read_be32(r), before = mst_read_be32(r);

	if (r->short_read)
		return false;
	add_version(line, header);
	add_node(line, before);
	mst_line_add(line, " > ");
	add_node(line, domain);
	add_sizes(line, header, discoveries);
	return true;
}

bool mst_describe_tipc(struct mst_line *line, const struct mst_layer *layer)
{
	static bool (*const forms[])(struct mst_line *, const struct header *, struct mst_reader *) = {
		[DATA] = describe_data, [INTERNAL] = describe_internal, [DISCOVERY] = describe_discovery
	};
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t first = mst_read_be32(&r), second = mst_read_be32(&r);
	struct header header = {
		.version = (uint8_t)(first >> 29),
		.words = first >> 21 & 15,
		.type = (uint8_t)(second >> 29),
		.second = second,
		.bytes = first & 0x1ffff,
		.user = &users[first >> 25 & 15],
	};

	if (!r.short_read && !header.user->word)
		return true; /* no words for it */
	if (r.short_read || !forms[header.user->form](line, &header, &r))
		mst_line_add(line, " [|tipc]");
	return true;
}
