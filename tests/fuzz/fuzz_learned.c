/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_learned.c - any frame: what is learned stays within bounds, is of one machine, and becomes a set of targets.
 */
#include <assert.h>
#include <stdlib.h>

#include "nearby/found.h"
#include "nearby/learned.h"
#include "nearby/multicast.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static struct mst_iface link = { .index = 3, .up = true, .mac = { 2, 0, 0, 0, 0, 1 }, .name = "lan0" };
	static struct mst_iface_addr own = { .index = 3, .prefix_length = 64 };
	struct mst_ifaces ifaces = { .links = &link, .link_count = 1, .addrs = &own, .addr_count = 1 };
	struct mst_found found = { .ifaces = &ifaces, .link = &link };
	struct mst_targets *targets = mst_targets_new();
	struct mst_learned learned;
	uint64_t guessed = 0;

	mst_addr_parse(&own.addr, "2001:db8::1");
	own.subnet = own.addr;
	if (mst_learned_read(&learned, bytes, count)) {
		assert(!(learned.mac[0] & 1) && learned.addr_count <= 2 && learned.suffix_count <= MST_LEARNED_MAX);
		for (size_t i = 0; i < learned.addr_count; i++)
			assert(learned.addrs[i].family == MST_IPV6 && learned.addrs[i].bytes[0] != 0xff);
		for (size_t i = 0; i < learned.suffix_count; i++)
			assert(learned.suffixes[i] >> 24 == 0);
		assert(mst_found_add(&found, &learned) == 0 && mst_found_add(&found, &learned) == 0);
		assert(found.addr_count <= learned.addr_count && found.mac_count <= 1);
		assert(mst_found_add_targets(&found, targets) == 0);
		assert(mst_found_guess_suffixes(&found, targets, &guessed) == 0 && guessed == found.suffix_count);
		assert(mst_found_guess_eui64(&found, targets, &guessed) == 0);
	}
	mst_found_free(&found);
	mst_targets_free(targets);
	return 0;
}
