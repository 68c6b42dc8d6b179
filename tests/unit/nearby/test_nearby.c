/* test_nearby.c - multicast probes of a link, addresses learned from its frames, and guesses. */
#include <criterion/criterion.h>
#include <string.h>

#include "nearby/multicast.h"
#include "nearby/found.h"
#include "nearby/learned.h"
#include "target/set.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ip.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

static const uint8_t our_mac[6] = { 2, 0, 0, 0, 0, 1 }, their_mac[6] = { 2, 0, 0, 0xa, 0xb, 0xc };

static struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

Test(nearby, every_multicast_probe_is_a_whole_packet_with_a_right_checksum)
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
		cr_expect_eq(mst_checksum(mst_sum_bytes(mst_ip_pseudo_sum(&ip, ip.proto, r.left), r.at, r.left)), 0, "probe %d", (int)probe);
		cr_expect(frame[0] == 0x33 && frame[5] == 1 && memcmp(frame + 6, our_mac, 6) == 0);
	}
}

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

Test(nearby, the_source_and_the_target_of_a_solicitation_are_learned)
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

Test(nearby, an_mld_report_teaches_address_suffixes)
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

static struct mst_iface lan = { .index = 3, .up = true, .mac = { 2, 0, 0, 0, 0, 1 }, .name = "lan0" };
static struct mst_iface_addr own[2] = { { .index = 3, .prefix_length = 64 }, { .index = 3, .prefix_length = 64 } };

static struct mst_ifaces ifaces_of_link(void)
{
	own[0].addr = own[0].subnet = addr_of("2001:db8:0:1::1");
	own[1].addr = own[1].subnet = addr_of("fe80::1");
	return (struct mst_ifaces){ .links = &lan, .link_count = 1, .addrs = own, .addr_count = 2 };
}

static bool has(const struct mst_targets *targets, const char *text, uint32_t scope)
{
	struct mst_addr addr = addr_of(text);
	struct mst_addr first, last;

	addr.scope = scope;
	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++) {
		if (mst_addr_compare(&first, &addr) <= 0 && mst_addr_compare(&addr, &last) <= 0)
			return true;
	}
	return false;
}

Test(nearby, only_addresses_of_the_link_that_are_not_ours_are_found)
{
	struct mst_ifaces ifaces = ifaces_of_link();
	struct mst_found found = { .ifaces = &ifaces, .link = &lan };
	static const char *const sources[] = { "fe80::5", "2001:db8:0:1::7", "2001:db8:0:2::7", "2001:db8:0:1::1", "fe80::5" };

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct mst_learned learned = { .addrs = { addr_of(sources[i]) }, .addr_count = 1 };

		memcpy(learned.mac, their_mac, 6);
		cr_assert_eq(mst_found_add(&found, &learned), 0);
	}
	cr_expect_eq(found.addr_count, 2);
	cr_expect_eq(found.mac_count, 1);
	mst_found_free(&found);
}

Test(nearby, guesses_are_what_slaac_and_people_make)
{
	struct mst_ifaces ifaces = ifaces_of_link();
	struct mst_found found = { .ifaces = &ifaces, .link = &lan };
	struct mst_learned learned = { .suffixes = { 0x17 }, .suffix_count = 1 };
	struct mst_targets *targets = mst_targets_new();
	uint64_t guessed = 0;

	memcpy(learned.mac, their_mac, 6);
	cr_assert_eq(mst_found_add(&found, &learned), 0);
	cr_assert_eq(mst_found_guess_suffixes(&found, targets, &guessed), 0);
	cr_assert_eq(mst_found_guess_eui64(&found, targets, &guessed), 0);
	cr_expect_eq(guessed, 4);
	cr_assert_eq(mst_targets_close(targets, NULL), 0);
	cr_expect(has(targets, "2001:db8:0:1::17", 0) && has(targets, "fe80::17", 3));
	cr_expect(has(targets, "2001:db8:0:1:0:ff:fe0a:b0c", 0) && has(targets, "fe80::ff:fe0a:b0c", 3));
	mst_targets_free(targets);
	targets = mst_targets_new();
	cr_assert_eq(mst_found_guess_low(&found, targets, &guessed), 0);
	cr_assert_eq(mst_targets_close(targets, NULL), 0);
	cr_expect(mst_targets_count(targets) == 2 * 255);
	cr_expect(has(targets, "2001:db8:0:1::1", 0) && has(targets, "2001:db8:0:1::ff", 0) && !has(targets, "2001:db8:0:1::100", 0));
	mst_targets_free(targets);
	mst_found_free(&found);
}
