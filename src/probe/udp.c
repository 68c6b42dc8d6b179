/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * udp.c - a UDP datagram (RFC 768) with a payload that the service at that port answers.
 *
 *     source port = computed from target and port; no ticket, for there is no field that all services echo
 *
 * A datagram from the port asked to that source port is an answer; an ICMP error quotes both ports. The entry is found
 * by target and port (track/index.h). Services such as TFTP (RFC 1350, section 4) answer from a new port: for ports
 * whose payload says so (data/udp-payloads, any-port), the source port alone names the question.
 */
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
	struct mst_bond bond = bond_of(setup, &aim->addr, aim->port);
	uint16_t source_port = mst_probe_source_port(setup, bond), length = (uint16_t)(MST_UDP_BYTES + data->count);
	uint32_t sum = mst_template_address(frame, template, &aim->addr, bond);
	uint8_t *udp = frame + template->at;
	uint16_t checksum;

	lengthen_ip(frame, template, data->count);
	/* The length is in the header and in the pseudo-header, so it counts twice. */
	sum = mst_sum_word(mst_sum_word(sum, source_port), aim->port) + 2u * data->count;
	checksum = mst_checksum(mst_sum_long(sum, data->sum));
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
	return answer->port != 0;
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_bond bond = bond_of(setup, &quoted->destination, quoted->destination_port);

	answer->target = quoted->destination;
	answer->port = quoted->destination_port;
	answer->by_key = true;
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
	.prepare = prepare,
	.aim = aim,
	.match = match,
	.match_quoted = match_quoted,
};
