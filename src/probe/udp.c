/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * udp.c - a UDP datagram (RFC 768) with a payload that the service at that port answers.
 *
 *     source port = computed from target and port; no ticket, for there is no field that all services echo
 *     identifier of the payload = up to 64 bits of the question's seal, where its protocol has one: that of a message
 *     of DNS, the transmit timestamp of NTP, … (data/udp-payloads, id=)
 *
 * A datagram from the port asked to that source port is an answer; an ICMP error quotes both ports. The entry is found
 * by target and port (track/index.h). Services such as TFTP (RFC 1350, section 4) answer from a new port: for ports
 * whose payload says so (data/udp-payloads, any-port), the source port alone names the question. An answer without the
 * identifier, and an error that quotes another IP identification, are marked as unproven.
 */
#include <string.h>

#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

_Static_assert(MST_IPV6_BYTES + MST_UDP_BYTES <= MST_PROBE_BYTES, "a UDP header fits into a frame");

/* The template has the lengths of an empty datagram; aim adds those of the payload. */
static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	uint8_t *udp = mst_template_begin(template, &mst_probe_udp, MST_UDP_BYTES, setup, source);

	mst_put_be16(udp + MST_UDP_LENGTH, MST_UDP_BYTES);
	mst_template_end(template);
}

static const struct mst_payload *payload(const struct mst_probe_setup *setup, uint16_t port)
{
	static const struct mst_payload nothing = { .bytes = (const uint8_t *)"" };

	return setup->payloads ? mst_payload_for(setup->payloads, port) : &nothing;
}

/* All attempts of a question are the same bytes: an answer may belong to any of them. */
static struct mst_bond bond_of(const struct mst_probe_setup *setup, const struct mst_addr *addr, uint16_t port)
{
	struct mst_seal seal = mst_seal_of(&setup->key, addr, port, MST_PROTO_UDP);

	return mst_bond_of(&seal, 0);
}

/* The identifier of a question, from the first byte on. */
static void identifier_of(uint8_t bytes[MST_IDENTIFIER_BYTES], const struct mst_probe_setup *setup,
                          const struct mst_addr *addr, uint16_t port)
{
	struct mst_seal seal = mst_seal_of(&setup->key, addr, port, MST_PROTO_UDP);

	mst_put_be64(bytes, seal.words[1]);
}

static void fill(uint8_t *bytes, const struct mst_payload *data, const struct mst_probe_setup *setup,
                 const struct mst_aim *aim)
{
	uint8_t identifier[MST_IDENTIFIER_BYTES];

	identifier_of(identifier, setup, &aim->addr, aim->port);
	memcpy(bytes, data->bytes, data->count);
	memcpy(bytes + data->identifier.at, identifier, data->identifier.count);
}

/* The sum of a payload with its identifier. */
static uint32_t sum_of(const struct mst_payload *data, const struct mst_seal *seal)
{
	uint32_t sum = mst_sum_long(0, data->sum);

	for (unsigned i = 0; i < data->identifier.count; i++) {
		uint32_t byte = (uint8_t)(seal->words[1] >> (56 - 8 * i));

		sum += (data->identifier.at + i) % 2 ? byte : byte << 8;
	}
	return sum;
}

/* Where the answer has the identifier: its bits, less those of the places where it may be. 0: it has it nowhere. */
static unsigned identifier_bits(const struct mst_probe_setup *setup, const struct mst_view *view, uint16_t port,
                                const struct mst_identifier *identifier)
{
	uint8_t bytes[MST_IDENTIFIER_BYTES];
	unsigned places = identifier->last - identifier->first + 1u;

	identifier_of(bytes, setup, &view->source, port);
	for (size_t at = identifier->first; at <= identifier->last; at++) {
		if (at + identifier->count <= view->udp.payload_bytes &&
		    memcmp(view->udp.payload + at, bytes, identifier->count) == 0)
			return identifier->count * 8u - (places > 1 ? 32u - (unsigned)__builtin_clz(places - 1) : 0);
	}
	return 0;
}

static void lengthen_ip(uint8_t *frame, const struct mst_template *template, uint16_t more)
{
	uint16_t checksum = (uint16_t)(frame[MST_IPV4_CHECKSUM] << 8 | frame[MST_IPV4_CHECKSUM + 1]);
	uint16_t total = (uint16_t)(template->length + more);

	if (template->family == MST_IPV6) {
		mst_put_be16(frame + MST_IPV6_PAYLOAD, (uint16_t)(MST_UDP_BYTES + more));
		return;
	}
	mst_put_be16(frame + MST_IPV4_TOTAL, total);
	mst_put_be16(frame + MST_IPV4_CHECKSUM, mst_checksum_patch(checksum, template->length, total));
}

static void aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                const struct mst_aim *aim)
{
	const struct mst_payload *data = payload(setup, aim->port);
	struct mst_seal seal = mst_seal_of(&setup->key, &aim->addr, aim->port, MST_PROTO_UDP);
	struct mst_bond bond = mst_bond_of(&seal, 0);
	uint16_t source_port = mst_probe_source_port(setup, bond), length = (uint16_t)(MST_UDP_BYTES + data->count);
	uint32_t sum = mst_template_address(frame, template, &aim->addr, bond);
	uint8_t *udp = frame + template->at;
	uint16_t checksum;

	lengthen_ip(frame, template, data->count);
	/* The length is in the header and in the pseudo-header, so it counts twice. */
	sum = mst_sum_word(mst_sum_word(sum, source_port), aim->port) + 2u * data->count;
	checksum = mst_checksum(mst_sum_long(sum, sum_of(data, &seal)));
	mst_put_be16(udp + MST_UDP_SOURCE, source_port);
	mst_put_be16(udp + MST_UDP_DESTINATION, aim->port);
	mst_put_be16(udp + MST_UDP_LENGTH, length);
	mst_put_be16(udp + MST_UDP_CHECKSUM, checksum ? checksum : 0xffff); /* 0 would mean: no checksum */
}

/* Whether a question to this port is asked from that port of ours. */
static bool asks_from(const struct mst_probe_setup *setup, const struct mst_addr *addr, uint16_t port, uint16_t ours)
{
	return ours == mst_probe_source_port(setup, bond_of(setup, addr, port));
}

/* The port that was asked, where the answer comes from a new one; 0: none. */
static uint16_t asked_from(const struct mst_probe_setup *setup, const struct mst_addr *addr, uint16_t ours)
{
	unsigned count = 0;
	const uint16_t *ports = setup->payloads ? mst_payloads_any_port(setup->payloads, &count) : NULL;

	for (unsigned i = 0; i < count; i++) {
		if (asks_from(setup, addr, ports[i], ours))
			return ports[i];
	}
	return 0;
}

/* How much the datagram proves. From a new port it may be meant for each of the ports that are asked so. */
static void weigh(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_identifier *identifier = &payload(setup, answer->port)->identifier;
	unsigned port_bits = mst_probe_port_bits(setup), any_ports = 0, bits;

	if (answer->port != view->udp.source)
		mst_payloads_any_port(setup->payloads, &any_ports);
	while (any_ports && port_bits) {
		any_ports >>= 1;
		port_bits--;
	}
	bits = identifier->count ? identifier_bits(setup, view, answer->port, identifier) : 0;
	answer->unproven = identifier->count && !bits;
	answer->bits = (uint8_t)(port_bits + bits);
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	uint16_t ours = view->udp.destination;

	if (view->kind != MST_VIEW_UDP)
		return false;
	answer->target = view->source;
	answer->port = asks_from(setup, &view->source, view->udp.source, ours) ? view->udp.source
	                                                                       : asked_from(setup, &view->source, ours);
	answer->reason = MST_UDP_RESPONSE;
	answer->by_key = true;
	if (answer->port == 0)
		return false;
	weigh(setup, view, answer);
	return true;
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_bond bond = bond_of(setup, &quoted->destination, quoted->destination_port);

	answer->target = quoted->destination;
	answer->port = quoted->destination_port;
	answer->by_key = true;
	answer->unproven = quoted->ip_id != bond.ip_id;
	answer->bits = (uint8_t)(mst_probe_port_bits(setup) + (answer->unproven ? 0 : MST_IP_ID_BITS));
	return quoted->source_port == mst_probe_source_port(setup, bond);
}

const struct mst_probe_kind mst_probe_udp = {
	.name = "udp",
	.meaning = "UDP datagram",
	.brief = "UDP",
	.proto = MST_PROTO_UDP,
	.proto_ipv6 = MST_PROTO_UDP,
	.has_port = true,
	.by_key = true,
	.payload = payload,
	.fill = fill,
	.prepare = prepare,
	.aim = aim,
	.match = match,
	.match_quoted = match_quoted,
};
