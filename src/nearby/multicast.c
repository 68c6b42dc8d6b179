/* SPDX-License-Identifier: BSD-2-Clause */
/* multicast.c - see multicast.h. */
#include "nearby/multicast.h"

#include "wire/arp.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

enum { IP_AT = 14, EXTENSION_AT = IP_AT + MST_IPV6_BYTES, EXTENSION_BYTES = 8 };
enum { HOP_BY_HOP = 0, DESTINATION_OPTIONS = 60, MLD_QUERY = 130 };

static const struct mst_addr all_nodes = { .bytes = { 0xff, 0x02, [15] = 1 }, .family = MST_IPV6 };

/* Extension headers of eight bytes. The first byte is set to the protocol that follows. */
static const uint8_t odd_option[EXTENSION_BYTES] = { 0, 0, 0x80, 4, 0, 0, 0, 0 }; /* type 0x80: unknown */
static const uint8_t router_alert[EXTENSION_BYTES] = { 0, 0, 5, 2, 0, 0, 1, 0 };  /* RFC 2711: MLD; and PadN */

struct shape {
	uint8_t extension; /* the number of the header in between, where there is an option */
	const uint8_t *option;
	uint8_t message[28];
	uint8_t bytes; /* of the message */
	uint8_t hops;
};

static const struct shape shapes[MST_MULTICAST_PROBES] = {
	[MST_MULTICAST_ECHO] = { 0,
	                         NULL,
	                         { MST_ICMP6_ECHO, [4] = 'm', 'u', 0, 1, 'm', 'u', 's', 't', 'e', 'r' },
	                         16,
	                         1 },
	[MST_MULTICAST_OPTION] = { DESTINATION_OPTIONS, odd_option, { MST_ICMP6_ECHO, [4] = 'm', 'u', 0, 2 }, 16, 1 },
	/*
	 * Response within 1 s, robustness 2, interval 125 s: the usual values of a querier. Switches may take this
	 * machine for one.
	 */
	[MST_MULTICAST_MLD] = { HOP_BY_HOP, router_alert, { MLD_QUERY, [4] = 0x03, 0xe8, [24] = 0x02, 125 }, 28, 1 },
};

size_t mst_multicast_write(uint8_t frame[MST_MULTICAST_BYTES], enum mst_multicast probe, const struct mst_addr *source,
                           const uint8_t mac[6])
{
	const struct shape *shape = &shapes[probe];
	size_t extension = shape->option ? EXTENSION_BYTES : 0;
	uint8_t *message = frame + EXTENSION_AT + extension;
	uint32_t sum = MST_PROTO_ICMP6 + shape->bytes;

	mst_ipv6_multicast_mac(frame, &all_nodes);
	memcpy(frame + 6, mac, 6);
	mst_put_be16(frame + 12, MST_ETHERTYPE_IPV6);
	mst_ipv6_begin(frame + IP_AT, (uint16_t)(extension + shape->bytes),
	               shape->option ? shape->extension : MST_PROTO_ICMP6, shape->hops, source);
	memcpy(frame + IP_AT + MST_IPV6_DESTINATION, all_nodes.bytes, 16);
	if (shape->option) {
		memcpy(frame + EXTENSION_AT, shape->option, EXTENSION_BYTES);
		frame[EXTENSION_AT] = MST_PROTO_ICMP6;
	}
	memcpy(message, shape->message, shape->bytes);
	sum = mst_sum_bytes(mst_sum_bytes(sum, frame + IP_AT + MST_IPV6_SOURCE, 32), message, shape->bytes);
	mst_put_be16(message + MST_ICMP_CHECKSUM, mst_checksum(sum));
	return (size_t)(message + shape->bytes - frame);
}
