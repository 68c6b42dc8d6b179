/* SPDX-License-Identifier: BSD-2-Clause */
/* template.c - what the frames of all kinds share: an IP header of either family. See probe.h. */
#include <string.h>

#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

uint8_t *mst_template_begin(struct mst_template *template, const struct mst_probe_kind *kind, size_t bytes,
                            const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	bool is_ipv6 = source->family == MST_IPV6;
	uint8_t proto = mst_probe_proto(kind, source->family);

	memset(template, 0, sizeof *template);
	template->kind = kind;
	template->family = source->family;
	template->at = is_ipv6 ? MST_IPV6_BYTES : MST_IPV4_BYTES;
	template->length = (uint16_t)(template->at + bytes);
	if (is_ipv6)
		mst_ipv6_begin(template->bytes, (uint16_t)bytes, proto, setup->ttl, source);
	else
		mst_ipv4_begin(template->bytes, template->length, proto, setup->ttl, mst_addr_ipv4(source));
	return template->bytes + template->at;
}

/* The checksum of ICMP for IPv4 is the only one that does not cover the addresses. */
void mst_template_end(struct mst_template *template)
{
	const uint8_t *transport = template->bytes + template->at;
	uint32_t bytes = (uint32_t)(template->length - template->at);
	uint8_t proto = mst_probe_proto(template->kind, template->family);

	template->has_pseudo = proto != MST_PROTO_ICMP;
	template->payload_sum = mst_sum_bytes(0, transport, bytes);
	if (template->has_pseudo)
		template->payload_sum = mst_sum_bytes(template->payload_sum + proto + bytes,
		                                      mst_template_source(template),
		                                      template->family == MST_IPV6 ? 16 : 4);
	if (template->family == MST_IPV4)
		template->ip_sum = mst_sum_bytes(0, template->bytes, MST_IPV4_BYTES);
}

const uint8_t *mst_template_source(const struct mst_template *template)
{
	return template->bytes + (template->family == MST_IPV6 ? (int)MST_IPV6_SOURCE : (int)MST_IPV4_SOURCE);
}

static uint32_t address_ipv4(uint8_t *frame, const struct mst_template *template, uint32_t destination, uint16_t ip_id)
{
	uint32_t sum = mst_sum_word(mst_sum_long(template->ip_sum, destination), ip_id);

	mst_put_be16(frame + MST_IPV4_ID, ip_id);
	mst_put_be32(frame + MST_IPV4_DESTINATION, destination);
	mst_put_be16(frame + MST_IPV4_CHECKSUM, mst_checksum(sum));
	return template->has_pseudo ? mst_sum_long(template->payload_sum, destination) : template->payload_sum;
}

/* The flow label is used like the IPv4 identification: errors quote it. It is not 0, which means none (RFC 6437). */
static uint32_t address_ipv6(uint8_t *frame, const struct mst_template *template, const struct mst_addr *destination,
                             uint16_t label)
{
	mst_put_be16(frame + MST_IPV6_FLOW + 2, label);
	memcpy(frame + MST_IPV6_DESTINATION, destination->bytes, 16);
	return mst_sum_bytes(template->payload_sum, destination->bytes, 16);
}

uint32_t mst_template_address(uint8_t *frame, const struct mst_template *template, const struct mst_addr *destination,
                              struct mst_bond bond)
{
	memcpy(frame, template->bytes, MST_PROBE_BYTES);
	if (template->family == MST_IPV6)
		return address_ipv6(frame, template, destination, bond.ip_id);
	return address_ipv4(frame, template, mst_addr_ipv4(destination), bond.ip_id);
}
