/* SPDX-License-Identifier: BSD-2-Clause */
/* igmp.c - describes IGMP, versions 1 to 3 (RFC 1112, RFC 2236, RFC 3376), and multicast traceroute. */
#include "dissect/ip/igmp.h"

#include "base/reader.h"
#include "dissect/ip/describers.h"

enum {
	QUERY = 0x11,
	REPORT1 = 0x12,
	DVMRP = 0x13,
	PIM1 = 0x14,
	REPORT2 = 0x16,
	LEAVE = 0x17,
	TRACE_ANSWER = 0x1e,
	TRACE = 0x1f,
	REPORT3 = 0x22,
};

enum { BYTES = 8, QUERY3_LEAST = 12, REPORT3_LEAST = 16, TRACE_BYTES = 24 };

#define USUAL_TENTHS 100 /* the response time that lines leave out */

static struct mst_addr read_addr(struct mst_reader *r)
{
	return mst_addr_from_ipv4(mst_read_be32(r));
}

/* A code from 128 on is a floating point number: RFC 3376, 4.1.1. */
static void describe_response_time(struct mst_line *line, uint8_t code)
{
	uint32_t tenths = code < 128 ? code : ((code & 15u) | 16u) << ((code >> 4 & 7) + 3);

	if (tenths == USUAL_TENTHS)
		return;
	mst_line_add(line, " [max resp time ");
	if (tenths < 600)
		mst_line_add(line, "%u.%us", tenths / 10, tenths % 10);
	else
		mst_line_seconds(line, tenths / 10);
	mst_line_add(line, "]");
}

static bool describe_sources(struct mst_line *line, size_t declared, struct mst_reader *r)
{
	uint16_t sources;

	mst_skip(r, 2);
	sources = mst_read_be16(r);
	if (r->short_read)
		return false;
	if (sources && declared < QUERY3_LEAST + sources * 4u)
		mst_line_add(line, " [invalid number of sources]");
	else if (sources)
		mst_line_add(line, ", %u source(s)", sources);
	return true;
}

static bool describe_query3(struct mst_line *line, size_t declared, struct mst_reader *r)
{
	uint8_t code = mst_read_u8(r);
	struct mst_addr group;

	mst_line_add(line, " v3");
	if (declared % 4) {
		mst_line_add(line, " [invalid len %zu]", declared);
		return true;
	}
	if (r->short_read)
		return false;
	describe_response_time(line, code);
	mst_skip(r, 2);
	group = read_addr(r);
	if (r->short_read)
		return false;
	if (mst_addr_ipv4(&group) == 0)
		return true;
	mst_line_add(line, " [gaddr ");
	mst_line_addr(line, &group);
	if (!describe_sources(line, declared, r))
		return false;
	mst_line_add(line, "]");
	return true;
}

/* What is longer than a message of version 1 and 2. */
static void describe_excess(struct mst_line *line, size_t declared)
{
	if (declared != BYTES)
		mst_line_add(line, " [len %zu]", declared);
}

static bool describe_query(struct mst_line *line, size_t declared, struct mst_reader *r)
{
	struct mst_addr group;
	uint8_t tenths;

	mst_line_add(line, "igmp query");
	if (declared >= QUERY3_LEAST)
		return describe_query3(line, declared, r);
	tenths = mst_read_u8(r);
	if (r->short_read)
		return false;
	mst_line_add(line, tenths ? " v2" : " v1");
	if (tenths && tenths != USUAL_TENTHS)
		mst_line_add(line, " [max resp time %u]", tenths);
	mst_skip(r, 2);
	group = read_addr(r);
	if (r->short_read)
		return false;
	if (mst_addr_ipv4(&group)) {
		mst_line_add(line, " [gaddr ");
		mst_line_addr(line, &group);
		mst_line_add(line, "]");
	}
	describe_excess(line, declared);
	return true;
}

static bool describe_group(struct mst_line *line, const char *words, size_t declared, struct mst_reader *r)
{
	struct mst_addr group;

	mst_skip(r, 3);
	group = read_addr(r);
	if (r->short_read)
		return false;
	mst_line_add(line, "igmp %s ", words);
	mst_line_addr(line, &group);
	describe_excess(line, declared);
	return true;
}

static bool describe_report3(struct mst_line *line, size_t declared, struct mst_reader *r)
{
	uint16_t records;

	mst_line_add(line, "igmp v3 report");
	if (declared < REPORT3_LEAST || declared % 4) {
		mst_line_add(line, " [invalid len %zu]", declared);
		return true;
	}
	mst_skip(r, 5);
	records = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, ", %u group record(s)", records);
	return !r->short_read;
}

static bool describe_trace(struct mst_line *line, const char *name, size_t declared, struct mst_reader *r)
{
	struct mst_addr source, destination, answer_to;
	uint32_t query;

	if (declared < TRACE_BYTES) {
		mst_line_add(line, " [invalid len %zu]", declared);
		return true;
	}
	mst_skip(r, 7);
	source = read_addr(r);
	destination = read_addr(r);
	answer_to = read_addr(r);
	query = mst_read_be32(r) & 0xffffff;
	if (r->short_read)
		return false;
	mst_line_add(line, "%s %u: ", name, query);
	mst_line_addr(line, &source);
	mst_line_add(line, " to ");
	mst_line_addr(line, &destination);
	mst_line_add(line, " reply-to ");
	mst_line_addr(line, &answer_to);
	return true;
}

static bool describe_type(struct mst_line *line, uint8_t type, const struct mst_layer *layer, struct mst_reader *r)
{
	size_t declared = layer->declared;
	struct mst_layer rest = mst_layer_after(layer, 1);

	switch (type) {
	case QUERY: return describe_query(line, declared, r);
	case REPORT1: return describe_group(line, "v1 report", declared, r);
	case REPORT2: return describe_group(line, "v2 report", declared, r);
	case LEAVE: return describe_group(line, "leave", declared, r);
	case REPORT3: return describe_report3(line, declared, r);
	case TRACE: return describe_trace(line, "mtrace", declared, r);
	case TRACE_ANSWER: return describe_trace(line, "mresp", declared, r);
	case DVMRP: return mst_describe_dvmrp(line, &rest);
	case PIM1: return mst_describe_pim1(line, &rest);
	default: mst_line_add(line, "igmp-%u", type); return true;
	}
}

bool mst_describe_igmp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r);

	if (layer->packet->network != MST_NETWORK_IPV4)
		mst_line_add(line, "[IGMP requires IPv4] (invalid)");
	else if (layer->how->quick)
		mst_line_add(line, "igmp");
	else if (r.short_read || !describe_type(line, type, layer, &r))
		mst_line_add(line, " [|igmp]");
	return true;
}
