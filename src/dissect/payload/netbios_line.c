/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * netbios_line.c - describes the NetBIOS name service (RFC 1002), whose messages are those of DNS. tcpdump prints their
 * length: what is asked, and the addresses in the records, stand behind it.
 */
#include "dissect/payload/describers.h"
#include "dissect/payload/dns.h"
#include "dissect/payload/netbios_name.h"

#define RECORDS_SHOWN 64

enum { NB = 32, NBSTAT = 33 };

static const char *const operations[16] = {
	[0] = "query",   [5] = "registration", [6] = "release",       [7] = "wait",
	[8] = "refresh", [9] = "refresh",      [15] = "registration",
};

static void add_name(struct mst_line *line, const uint8_t bytes[MST_NETBIOS_BYTES])
{
	mst_line_text(line, bytes, mst_netbios_text_length(bytes));
	mst_line_add(line, "<%02x>", bytes[MST_NETBIOS_BYTES - 1]);
}

/* The first address of a record that has some. */
static void add_address(struct mst_line *line, const struct mst_dns_record *record)
{
	struct mst_reader r = mst_reader_over(record->data, record->data ? record->data_bytes : 0);
	struct mst_addr addr;

	mst_skip(&r, 2); /* flags */
	addr = mst_addr_from_ipv4(mst_read_be32(&r));
	if (record->type != NB || r.short_read)
		return;
	mst_line_add(line, " ");
	mst_line_addr(line, &addr);
}

bool mst_describe_netbios(struct mst_line *line, const struct mst_layer *layer)
{
	uint8_t name[MST_NETBIOS_BYTES] = { 0 };
	struct mst_dns_record record;
	struct mst_dns dns;

	if (layer->packet->malformed || layer->packet->more_fragments) /* lengths that udp.c has words for */
		return false;
	if (!mst_dns_open(&dns, layer->bytes, layer->captured) || !operations[dns.opcode] ||
	    !mst_dns_next(&dns, &record) ||
	    !(mst_netbios_decode(name, record.name) && record.name[MST_NETBIOS_LETTERS] == '.'))
		return false;
	mst_line_add(line, "UDP, length %zu, NetBIOS %s%s%s ", layer->declared, record.type == NBSTAT ? "status " : "",
	             operations[dns.opcode], dns.response ? " response" : "");
	add_name(line, name);
	if (dns.rcode)
		mst_line_add(line, " error %u", dns.rcode);
	for (unsigned i = 0; i < RECORDS_SHOWN; i++) {
		add_address(line, &record);
		if (!mst_dns_next(&dns, &record))
			break;
	}
	return true;
}
