/* SPDX-License-Identifier: BSD-2-Clause */
/* test_learned.c - addresses learned from the frames of a link. */
#include "nearby/learned.h"

#include <string.h>

#include "unit/nearby/fixture_nearby.h"
#include "wire/bytes.h"
#include "wire/ip.h"
#include "wire/ipv6.h"

static const uint8_t their_mac[6] = THEIR_MAC;

/* A packet of ICMPv6, of `count` bytes beginning with type, from this host. */
static size_t write_frame(uint8_t *frame, const char *source, const uint8_t *message, size_t count)
{
	struct mst_addr from = addr_of(source), to = addr_of("ff02::16");

	mst_ipv6_multicast_mac(frame, &to);
	memcpy(frame + 6, their_mac, 6);
	mst_put_be16(frame + 12, 0x86dd);
	mst_ipv6_begin(frame + 14, (uint16_t)count, MST_PROTO_ICMP6, 1, &from);
	memcpy(frame + 14 + MST_IPV6_DESTINATION, to.bytes, 16);
	memcpy(frame + 54, message, count);
	return 54 + count;
}

static struct mst_learned heard(const uint8_t *frame, size_t count)
{
	struct mst_learned learned;

	cr_assert(mst_learned_read(&learned, frame, count));
	return learned;
}

Test(nearby_learned, the_source_and_the_target_of_a_solicitation_are_learned)
{
	uint8_t message[24] = { MST_ICMP6_SOLICITATION }, frame[128];
	struct mst_addr target = addr_of("2001:db8::9");
	struct mst_learned learned;

	memcpy(message + 8, target.bytes, 16);
	learned = heard(frame, write_frame(frame, "::", message, sizeof message));
	cr_assert_eq(learned.addr_count, 1, "duplicate address detection has no source address yet");
	cr_expect(mst_addr_equal(&learned.addrs[0], &target));
	learned = heard(frame, write_frame(frame, "fe80::5", message, sizeof message));
	cr_expect_eq(learned.addr_count, 2);
	cr_expect_arr_eq(learned.mac, their_mac, 6);
}

/* Two records: one of a solicited-node group, with a source and auxiliary data before the other. */
static size_t write_report(uint8_t *message)
{
	struct mst_addr other = addr_of("ff02::fb"), group = addr_of("ff02::1:ff00:17");

	memset(message, 0, 100);
	message[0] = 143;
	message[7] = 2;
	message[8] = 4;
	message[9] = 1;  /* words of auxiliary data */
	message[11] = 1; /* source */
	memcpy(message + 12, other.bytes, 16);
	message[48] = 4;
	memcpy(message + 52, group.bytes, 16);
	return 68;
}

Test(nearby_learned, an_mld_report_teaches_address_suffixes)
{
	uint8_t message[100], frame[200];
	size_t count = write_report(message);
	struct mst_learned learned = heard(frame, write_frame(frame, "fe80::5", message, count));

	cr_assert_eq(learned.suffix_count, 1);
	cr_expect_eq(learned.suffixes[0], 0x17);
	message[9] = 200; /* more auxiliary data than there are bytes */
	learned = heard(frame, write_frame(frame, "fe80::5", message, count));
	cr_expect_eq(learned.suffix_count, 0);
}

/* A jumbo frame. */
Test(nearby_learned, every_group_of_a_long_report_is_read)
{
	enum { GROUPS = 440 };
	static uint8_t message[8 + 20 * GROUPS], frame[sizeof message + 54];
	struct mst_learned learned;

	message[0] = 143;
	mst_put_be16(message + 6, GROUPS);
	for (unsigned i = 0; i < GROUPS; i++) {
		struct mst_addr group = addr_of("ff02::1:ff00:0");

		mst_put_be16(group.bytes + 14, (uint16_t)(i + 1));
		message[8 + 20 * i] = 4;
		memcpy(message + 8 + 20 * i + 4, group.bytes, 16);
	}
	learned = heard(frame, write_frame(frame, "fe80::5", message, sizeof message));
	cr_assert_eq(learned.suffix_count, GROUPS);
	for (unsigned i = 0; i < GROUPS; i++)
		cr_expect_eq(learned.suffixes[i], i + 1);
}
