/* SPDX-License-Identifier: BSD-2-Clause */
/* test_multicast.c - the multicast probes that are sent to every host of a link. */
#include "nearby/multicast.h"

#include <string.h>

#include "unit/nearby/fixture_nearby.h"
#include "wire/checksum.h"
#include "wire/ip.h"
#include "wire/ipv6.h"

static const uint8_t our_mac[6] = OUR_MAC;

Test(nearby_multicast, every_multicast_probe_is_a_whole_packet_with_a_right_checksum)
{
	struct mst_addr source = addr_of("fe80::1");

	for (enum mst_multicast probe = MST_MULTICAST_ECHO; probe < MST_MULTICAST_PROBES; probe++) {
		uint8_t frame[MST_MULTICAST_BYTES];
		size_t bytes = mst_multicast_write(frame, probe, &source, our_mac);
		struct mst_reader r = mst_reader_over(frame + 14, bytes - 14);
		struct mst_ip ip;

		cr_assert(mst_ip_read(&r, &ip));
		cr_expect_eq(ip.total, bytes - 14);
		cr_expect_eq(ip.proto, MST_PROTO_ICMP6);
		cr_expect_eq(mst_checksum(mst_sum_bytes(mst_ip_pseudo_sum(&ip, ip.proto, r.left), r.at, r.left)), 0,
		             "probe %d", (int)probe);
		cr_expect(frame[0] == 0x33 && frame[5] == 1 && memcmp(frame + 6, our_mac, 6) == 0);
	}
}
