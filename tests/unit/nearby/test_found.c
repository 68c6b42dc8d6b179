/* SPDX-License-Identifier: BSD-2-Clause */
/* test_found.c - which addresses of a link are kept, and which are guessed. */
#include "nearby/found.h"

#include <string.h>

#include "target/set.h"
#include "unit/nearby/fixture_nearby.h"

static const uint8_t their_mac[6] = THEIR_MAC;

static struct mst_iface lan = { .index = 3, .up = true, .mac = OUR_MAC, .name = "lan0" };
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

Test(nearby_found, only_addresses_of_the_link_that_are_not_ours_are_found)
{
	struct mst_ifaces ifaces = ifaces_of_link();
	struct mst_found found = { .ifaces = &ifaces, .link = &lan };
	static const char *const sources[] = { "fe80::5", "2001:db8:0:1::7", "2001:db8:0:2::7", "2001:db8:0:1::1",
		                               "fe80::5" };

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct mst_learned learned = { .addrs = { addr_of(sources[i]) }, .addr_count = 1 };

		memcpy(learned.mac, their_mac, 6);
		cr_assert_eq(mst_found_add(&found, &learned), 0);
	}
	cr_expect_eq(found.addr_count, 2);
	cr_expect_eq(found.mac_count, 1);
	mst_found_free(&found);
}

Test(nearby_found, guesses_are_what_slaac_and_people_make)
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
	cr_expect(has(targets, "2001:db8:0:1::1", 0) && has(targets, "2001:db8:0:1::ff", 0) &&
	          !has(targets, "2001:db8:0:1::100", 0));
	mst_targets_free(targets);
	mst_found_free(&found);
}
