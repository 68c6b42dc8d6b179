/* SPDX-License-Identifier: BSD-2-Clause */
/* secrets.c - see secrets.h. */
#include "plan/secrets.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/fail.h"
#include "net/path.h"

#define SOURCE_PORTS 16384 /* enough for fourteen keyed bits */
#define FIRST_USER_PORT 1024

static int draw(void *bytes, size_t count, struct mst_error *err)
{
	if (getrandom(bytes, count, 0) == (ssize_t)count)
		return 0;
	return mst_fail(err, -EIO, "no random numbers from the kernel: %s", strerror(errno));
}

int mst_ticket_key_choose(struct mst_key *key, struct mst_error *err)
{
	return draw(key, sizeof *key, err);
}

int mst_order_seed_choose(uint64_t *seed, const struct mst_scan_order *order, struct mst_error *err)
{
	*seed = order->seeded ? order->seed : 0;
	return order->seeded || order->shards > 1 ? 0 : draw(seed, sizeof *seed, err);
}

struct mst_source_ports mst_source_ports_choose(const struct mst_scan_header *header)
{
	uint16_t first, last;

	if (header->source_port_last)
		return (struct mst_source_ports){
			header->source_port_first, (uint32_t)(header->source_port_last - header->source_port_first) + 1
		};
	/* Outside the kernel's range of ephemeral ports: below or above it. */
	mst_ephemeral_ports(&first, &last);
	if (first >= FIRST_USER_PORT + SOURCE_PORTS)
		return (struct mst_source_ports){ (uint16_t)(first - SOURCE_PORTS), SOURCE_PORTS };
	if (UINT16_MAX - last > first - FIRST_USER_PORT)
		return (struct mst_source_ports){ (uint16_t)(last + 1), (uint32_t)(UINT16_MAX - last) };
	return (struct mst_source_ports){
		FIRST_USER_PORT,
		first > FIRST_USER_PORT ? (uint32_t)(first - FIRST_USER_PORT) : 1,
	};
}
