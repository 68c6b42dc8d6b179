/* SPDX-License-Identifier: BSD-2-Clause */
/* mld.c - describes multicast listener discovery, version 1 (RFC 2710) and 2 (RFC 3810). */
#include "base/reader.h"
#include "dissect/ip/icmp6.h"

enum { QUERY1_BYTES = 24, QUERY2_LEAST = 28, REPORT2_LEAST = 8 };

bool mst_describe_mld(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint16_t delay_ms = mst_read_be16(r);
	struct mst_addr group;

	(void)header;
	mst_skip(r, 2);
	group = mst_icmp6_addr(r);
	if (r->short_read)
		return true;
	mst_line_add(line, "max resp delay: %u addr: ", delay_ms);
	mst_line_addr(line, &group);
	return true;
}

bool mst_describe_mld_query(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	struct mst_addr group;
	uint16_t sources;

	if (header->declared == QUERY1_BYTES)
		return mst_describe_mld(line, header, r);
	if (header->declared < QUERY2_LEAST) {
		mst_line_add(line, " unknown-version (len %zu) ", header->declared);
		return true;
	}
	mst_line_add(line, " v2");
	mst_skip(r, 4);
	group = mst_icmp6_addr(r);
	if (r->short_read)
		return false;
	mst_line_add(line, " [gaddr ");
	mst_line_addr(line, &group);
	mst_skip(r, 2);
	sources = mst_read_be16(r);
	if (r->short_read)
		return false;
	if (sources)
		mst_line_add(line, ", %u source(s)", sources);
	mst_line_add(line, "]");
	return true;
}

bool mst_describe_mld_report(struct mst_line *line, const struct mst_icmp6 *header, struct mst_reader *r)
{
	uint16_t records;

	if (header->declared < REPORT2_LEAST) {
		mst_line_add(line, " [invalid len %zu]", header->declared);
		return true;
	}
	mst_skip(r, 2);
	records = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, ", %u group record(s)", records);
	return !r->short_read;
}
