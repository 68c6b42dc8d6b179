/* SPDX-License-Identifier: BSD-2-Clause */
/* hncp.c - describes HNCP, by which routers of a home agree (RFC 7787, RFC 7788): the kinds of what is in a message. */
#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

/* clang-format off */
static const struct mst_word kinds[] = {
	{ 1, "Request network state" }, { 2, "Request node state" }, { 3, "Node endpoint" }, { 4, "Network state" },
	{ 5, "Node state" }, { 8, "Peer" }, { 9, "Keep-alive interval" }, { 10, "Trust-Verdict" },
	{ 32, "HNCP-Version" }, { 33, "External-Connection" }, { 34, "Delegated-Prefix" }, { 35, "Assigned-Prefix" },
	{ 36, "Node-Address" }, { 37, "DHCPv4-Data" }, { 38, "DHCPv6-Data" }, { 39, "DNS-Delegated-Zone" },
	{ 40, "Domain-Name" }, { 41, "Node-Name" }, { 42, "Managed-PSK" }, { 43, "Prefix-Policy" },
	{ 0 },
};
/* clang-format on */

/* A kind without a name has that of its range. */
static const char *kind_of(uint16_t type)
{
	const char *word = type ? mst_word_of(kinds, type) : "Reserved";

	if (word)
		return word;
	if (type >= 44 && type <= 511)
		return "Unassigned";
	return type >= 768 && type <= 1023 ? "Private use" : "Future use";
}

static void describe_run(struct mst_line *line, const char *kind, unsigned count, bool first)
{
	mst_line_add(line, "%s%s", first ? " " : ", ", kind);
	if (count > 1)
		mst_line_add(line, " (x%u)", count);
}

/* Several of one kind in a row are told once. */
bool mst_describe_hncp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	const char *last = NULL;
	unsigned count = 0;
	bool first = true;

	mst_line_add(line, "hncp (%zu)", layer->declared);
	while (r.left) {
		uint16_t type = mst_read_be16(&r), length = mst_read_be16(&r);
		const char *kind = kind_of(type);

		mst_skip(&r, length);
		if (r.short_read)
			break;
		if (last && kind != last) {
			describe_run(line, last, count, first);
			first = false;
			count = 0;
		}
		last = kind;
		count++;
		mst_skip(&r, r.left && -length & 3 ? (size_t)(-length & 3) : 0);
		r.short_read = false;
	}
	if (r.short_read)
		mst_line_add(line, " [|hncp]");
	else if (last)
		describe_run(line, last, count, first);
	return true;
}
