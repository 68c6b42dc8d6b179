/*
 * fuzz_overheard.c - frames as a link brings them: what is overheard stays inside, is of one machine, and makes a set.
 */
#include <assert.h>
#include <stdlib.h>

#include "nearby/calls.h"
#include "nearby/found.h"
#include "nearby/overheard.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static struct mst_iface link = { .index = 3, .up = true, .mac = { 2, 0, 0, 0, 0, 1 }, .name = "lan0" };
	static struct mst_iface_addr own = { .index = 3, .prefix_length = 64 };
	struct mst_ifaces ifaces = { .links = &link, .link_count = 1, .addrs = &own, .addr_count = 1 };
	struct mst_found found = { .ifaces = &ifaces, .link = &link };
	struct mst_targets *targets = mst_targets_new();
	struct mst_overheard overheard;
	uint64_t guessed = 0;

	mst_addr_parse(&own.addr, "2001:db8::1");
	own.subnet = own.addr;
	if (mst_overheard_read(&overheard, bytes, count)) {
		assert(!(overheard.mac[0] & 1) && overheard.addr_count <= 2 && overheard.ending_count <= MST_OVERHEARD_MAX);
		for (size_t i = 0; i < overheard.addr_count; i++)
			assert(overheard.addrs[i].family == MST_IPV6 && overheard.addrs[i].bytes[0] != 0xff);
		for (size_t i = 0; i < overheard.ending_count; i++)
			assert(overheard.endings[i] >> 24 == 0);
		assert(mst_found_add(&found, &overheard) == 0 && mst_found_add(&found, &overheard) == 0);
		assert(found.addr_count <= overheard.addr_count && found.machine_count <= 1);
		assert(mst_found_tell(&found, targets) == 0);
		assert(mst_found_guess_endings(&found, targets, &guessed) == 0 && guessed == found.ending_count);
		assert(mst_found_guess_eui64(&found, targets, &guessed) == 0);
	}
	mst_found_free(&found);
	mst_targets_free(targets);
	return 0;
}
