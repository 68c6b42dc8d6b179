/* SPDX-License-Identifier: BSD-2-Clause */
/* hsrp.c - describes HSRP (RFC 2281). */
#include "base/reader.h"
#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

#define PORT 1985

static void describe_state(struct mst_line *line, uint8_t state)
{
	static const struct mst_word states[] = {
		{ 0, "initial" }, { 1, "learn" },   { 2, "listen" }, { 4, "speak" },
		{ 8, "standby" }, { 16, "active" }, { 0, NULL },
	};
	const char *word = mst_word_of(states, state);

	if (word)
		mst_line_add(line, "state=%s ", word);
	else
		mst_line_add(line, "state=Unknown (%u) ", state);
}

static void describe_operation(struct mst_line *line, uint8_t operation, size_t declared)
{
	static const struct mst_word operations[] = { { 0, "hello" }, { 1, "coup" }, { 2, "resign" }, { 0, NULL } };
	const char *word = mst_word_of(operations, operation);

	if (word)
		mst_line_add(line, "%s %zu: ", word, declared);
	else
		mst_line_add(line, "unknown (%u) %zu: ", operation, declared);
}

static bool describe_hsrp(struct mst_line *line, size_t declared, struct mst_reader *r)
{
	uint8_t version = mst_read_u8(r), operation, state, group, reserved;
	struct mst_addr addr;

	if (r->short_read)
		return false;
	mst_line_add(line, "HSRPv%u", version);
	if (version)
		return true;
	mst_line_add(line, "-");
	operation = mst_read_u8(r);
	if (r->short_read)
		return false;
	describe_operation(line, operation, declared);
	state = mst_read_u8(r);
	if (r->short_read)
		return false;
	describe_state(line, state);
	mst_skip(r, 3);
	group = mst_read_u8(r);
	if (r->short_read)
		return false;
	mst_line_add(line, "group=%u ", group);
	reserved = mst_read_u8(r);
	if (reserved && !r->short_read)
		mst_line_add(line, "[reserved=%u!] ", reserved);
	mst_skip(r, 8);
	addr = mst_addr_from_ipv4(mst_read_be32(r));
	if (r->short_read)
		return false;
	mst_line_add(line, "addr=");
	mst_line_addr(line, &addr);
	return true;
}

bool mst_describe_hsrp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	if (layer->packet->destination_port != PORT)
		return false;
	if (!describe_hsrp(line, layer->declared, &r))
		mst_line_add(line, " [|hsrp]");
	return true;
}
