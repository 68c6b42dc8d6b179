/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * isakmp.c - describes the header of ISAKMP: IKE (RFC 2409) and IKEv2 (RFC 7296). Of IKE's first version only the very
 * first message shows which side sent it: that is remembered, and where it was not seen the side is "?".
 */
#include "dissect/common/exchanges.h"
#include "dissect/payload/describers.h"

#define PORT 500

enum { ENCRYPTED = 1, COMMIT = 2, INITIATOR = 8, NEWER_VERSION = 16, RESPONSE = 32 };

static void add_exchange(struct mst_line *line, uint8_t exchange)
{
	static const char *const old[] = { "none", "base", "ident", "auth", "agg", "inf" };
	static const char *const new[] = { "oakley-quick", "oakley-newgroup", "ikev2_init",
		                           "ikev2_auth",   "child_sa",        "inf2" };

	if (exchange < sizeof old / sizeof *old)
		mst_line_add(line, " %s", old[exchange]);
	else if (exchange >= 32 && exchange < 32 + sizeof new / sizeof *new)
		mst_line_add(line, " %s", new[exchange - 32]);
	else
		mst_line_add(line, " #%u", exchange);
}

static bool began(const struct mst_exchanges *exchanges, uint64_t cookie, const struct mst_addr *from,
                  const struct mst_addr *to)
{
	const struct mst_exchange *known = mst_exchanges_find(exchanges, PORT, (uint32_t)cookie, from, to);

	return known && known->version == cookie >> 32;
}

/* Initiator or responder; `first`: the responder has no cookie yet. */
static char side_of(const struct mst_layer *layer, uint64_t cookie, bool first)
{
	const struct mst_addr *source = &layer->packet->source, *destination = &layer->packet->destination;
	struct mst_exchanges *exchanges = layer->how->exchanges;
	struct mst_exchange begin = { .client = *source,
		                      .server = *destination,
		                      .port = PORT,
		                      .id = (uint32_t)cookie,
		                      .version = (uint32_t)(cookie >> 32) };

	if (exchanges && began(exchanges, cookie, source, destination))
		return 'I';
	if (exchanges && began(exchanges, cookie, destination, source))
		return 'R';
	if (!first)
		return '?';
	if (exchanges)
		mst_exchanges_add(exchanges, &begin);
	return 'I';
}

bool mst_describe_isakmp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint64_t cookie = mst_read_be64(&r);
	bool first = mst_read_be64(&r) == 0;
	uint8_t version, exchange, flags;
	uint32_t message;

	mst_skip(&r, 1);
	version = mst_read_u8(&r) >> 4;
	exchange = mst_read_u8(&r);
	flags = mst_read_u8(&r);
	message = mst_read_be32(&r);
	mst_skip(&r, 4);
	if (r.short_read) {
		mst_line_add(line, " [|isakmp]");
		return true;
	}
	mst_line_add(line, "isakmp:");
	if (version != 1 && version != 2)
		return true;
	if (version == 1)
		mst_line_add(line, " phase %s %c", message ? "2/others" : "1", side_of(layer, cookie, first));
	else
		mst_line_add(line, message ? " child_sa " : " parent_sa");
	add_exchange(line, exchange);
	if (flags && version == 1)
		mst_line_add(line, "[%s%s]", flags & ENCRYPTED ? "E" : "", flags & COMMIT ? "C" : "");
	else if (flags)
		mst_line_add(line, "[%s%s%s]", flags & INITIATOR ? "I" : "", flags & NEWER_VERSION ? "V" : "",
		             flags & RESPONSE ? "R" : "");
	return true;
}
