/* SPDX-License-Identifier: BSD-2-Clause */
/* outcome.c - see outcome.h. */
#include "rx/outcome.h"

#include <string.h>

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define COOKED_BYTES 20 /* of LINKTYPE_LINUX_SLL2 */
#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd

static bool is_ipv6(const struct mst_outcome *outcome)
{
	return outcome->asked->bytes[0] >> 4 == 6;
}

static struct mst_addr addr_at(const struct mst_outcome *outcome, size_t ipv4_at, size_t ipv6_at)
{
	struct mst_addr addr = { .family = is_ipv6(outcome) ? MST_IPV6 : MST_IPV4 };

	memcpy(addr.bytes, outcome->asked->bytes + (is_ipv6(outcome) ? ipv6_at : ipv4_at), is_ipv6(outcome) ? 16 : 4);
	return addr;
}

static struct mst_addr target_of(const struct mst_outcome *outcome)
{
	return addr_at(outcome, MST_IPV4_DESTINATION, MST_IPV6_DESTINATION);
}

static const uint8_t *transport_of(const struct mst_outcome *outcome)
{
	return outcome->asked->bytes + (is_ipv6(outcome) ? (int)MST_IPV6_BYTES : (int)MST_IPV4_BYTES);
}

/* Headers of the link and of IP before `count` bytes; returns where these go. */
static uint8_t *begin(uint8_t *at, const struct mst_outcome *outcome, uint8_t proto, const struct mst_addr *from,
                      size_t count)
{
	struct mst_addr to = addr_at(outcome, MST_IPV4_SOURCE, MST_IPV6_SOURCE);
	uint8_t *ip = at + COOKED_BYTES;

	memset(at, 0, COOKED_BYTES);
	mst_put_be16(at, is_ipv6(outcome) ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4);
	mst_put_be32(at + 4, outcome->asked->ifindex);
	if (is_ipv6(outcome)) {
		mst_ipv6_begin(ip, (uint16_t)count, proto, outcome->ttl, from);
		memcpy(ip + MST_IPV6_DESTINATION, to.bytes, 16);
		return ip + MST_IPV6_BYTES;
	}
	mst_ipv4_begin(ip, (uint16_t)(MST_IPV4_BYTES + count), proto, outcome->ttl, mst_addr_ipv4(from));
	mst_put_be32(ip + MST_IPV4_DESTINATION, mst_addr_ipv4(&to));
	mst_put_be16(ip + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, ip, MST_IPV4_BYTES)));
	return ip + MST_IPV4_BYTES;
}

/* The checksum of `count` bytes at `body`, whose field for it is zero; returns the length of the frame. */
static size_t end(uint8_t *at, uint8_t *body, size_t count, uint8_t proto, size_t field)
{
	bool ipv6 = at[COOKED_BYTES] >> 4 == 6;
	const uint8_t *addresses = at + COOKED_BYTES + (ipv6 ? (int)MST_IPV6_SOURCE : (int)MST_IPV4_SOURCE);
	uint32_t sum = mst_sum_bytes(0, body, count);
	uint16_t checksum;

	if (proto != MST_PROTO_ICMP)
		sum = mst_sum_bytes(sum + proto + (uint32_t)count, addresses, ipv6 ? 32 : 8);
	checksum = mst_checksum(sum);
	mst_put_be16(body + field, checksum || proto != MST_PROTO_UDP ? checksum : 0xffff);
	return (size_t)(body + count - at);
}

size_t mst_outcome_tcp(uint8_t *at, const struct mst_outcome *outcome, bool accepted)
{
	const uint8_t *asked = transport_of(outcome), *seq = asked + MST_TCP_SEQ;
	struct mst_addr from = target_of(outcome);
	uint8_t *tcp = begin(at, outcome, MST_PROTO_TCP, &from, MST_TCP_BYTES);
	uint32_t number = (uint32_t)seq[0] << 24 | (uint32_t)seq[1] << 16 | (uint32_t)seq[2] << 8 | seq[3];

	memset(tcp, 0, MST_TCP_BYTES);
	memcpy(tcp + MST_TCP_SOURCE, asked + MST_TCP_DESTINATION, 2);
	memcpy(tcp + MST_TCP_DESTINATION, asked + MST_TCP_SOURCE, 2);
	mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, number + 1);
	tcp[MST_TCP_OFFSET] = MST_TCP_BYTES / 4 << 4;
	tcp[MST_TCP_FLAGS] = (accepted ? MST_TCP_SYN : MST_TCP_RST) | MST_TCP_ACK;
	return end(at, tcp, MST_TCP_BYTES, MST_PROTO_TCP, MST_TCP_CHECKSUM);
}

size_t mst_outcome_error(uint8_t *at, const struct mst_outcome *outcome, const struct mst_addr *from, uint8_t type,
                         uint8_t code)
{
	uint8_t proto = is_ipv6(outcome) ? MST_PROTO_ICMP6 : MST_PROTO_ICMP;
	size_t count = MST_ICMP_BYTES + outcome->asked->length;
	uint8_t *icmp = begin(at, outcome, proto, from, count);

	memset(icmp, 0, MST_ICMP_BYTES);
	icmp[0] = type;
	icmp[1] = code;
	memcpy(icmp + MST_ICMP_BYTES, outcome->asked->bytes, outcome->asked->length);
	return end(at, icmp, count, proto, MST_ICMP_CHECKSUM);
}

size_t mst_outcome_udp(uint8_t *at, const struct mst_outcome *outcome, const uint8_t *payload, size_t count)
{
	const uint8_t *asked = transport_of(outcome);
	struct mst_addr from = target_of(outcome);
	uint8_t *udp;

	if (count > MST_OUTCOME_PAYLOAD_MAX)
		count = MST_OUTCOME_PAYLOAD_MAX;
	udp = begin(at, outcome, MST_PROTO_UDP, &from, MST_UDP_BYTES + count);
	memset(udp, 0, MST_UDP_BYTES);
	memcpy(udp + MST_UDP_SOURCE, asked + MST_UDP_DESTINATION, 2);
	memcpy(udp + MST_UDP_DESTINATION, asked + MST_UDP_SOURCE, 2);
	mst_put_be16(udp + MST_UDP_LENGTH, (uint16_t)(MST_UDP_BYTES + count));
	memcpy(udp + MST_UDP_BYTES, payload, count);
	return end(at, udp, MST_UDP_BYTES + count, MST_PROTO_UDP, MST_UDP_CHECKSUM);
}

size_t mst_outcome_echo(uint8_t *at, const struct mst_outcome *outcome, const struct mst_addr *from,
                        const uint8_t *message, size_t count)
{
	uint8_t proto = is_ipv6(outcome) ? MST_PROTO_ICMP6 : MST_PROTO_ICMP;
	uint8_t *icmp;

	if (count < MST_ICMP_BYTES)
		return 0;
	if (count > MST_ICMP_BYTES + MST_OUTCOME_PAYLOAD_MAX)
		count = MST_ICMP_BYTES + MST_OUTCOME_PAYLOAD_MAX;
	icmp = begin(at, outcome, proto, from, count);
	memcpy(icmp, message, count);
	memcpy(icmp + MST_ICMP_ID, transport_of(outcome) + MST_ICMP_ID, 2);
	mst_put_be16(icmp + MST_ICMP_CHECKSUM, 0);
	return end(at, icmp, count, proto, MST_ICMP_CHECKSUM);
}
