/* SPDX-License-Identifier: BSD-2-Clause */
/* spare.c - see spare.h. */
#include "rx/spare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/beside.h"
#include "base/fail.h"
#include "base/spare.h"
#include "net/path.h"

#define BUFFER_BYTES (2u << 20) /* 40 ms of blocks (pcap.c): resident in every scan, and hardly ever read */

struct mst_rx_spare {
	struct mst_beside opening;
	struct mst_rx_config config;
	struct mst_rx_wanted wanted;
	struct mst_addr sources[MST_SOURCES_MAX];
	char interface[IF_NAMESIZE];
	struct mst_rx *rx; /* the thread's until the opening ends */
};

/* For itself, for the engine beside it, and for what opens after both: the engine is worth more than its spare. */
static bool have_room(void)
{
	struct mst_spares engine = { .count = 0 };
	struct mst_error ignored;
	bool room = mst_spares_take(&engine, &ignored) == 0 && mst_spares_check(&ignored) == 0;

	mst_spares_release(&engine);
	return room;
}

/* A failure is ignored. */
static void *open_it(void *argument)
{
	struct mst_rx_spare *spare = argument;
	struct mst_error ignored;

	if (mst_rx_open_asleep(&spare->rx, &spare->config, &ignored) < 0)
		return NULL;
	spare->rx->engine = &mst_rx_pcap;
	memcpy(spare->rx->interface, spare->interface, sizeof spare->interface);
	mst_link_none(&spare->rx->link);
	return NULL;
}

struct mst_rx_spare *mst_rx_spare_begin(const struct mst_rx_config *config)
{
	struct mst_rx_spare *spare;

	if (!have_room() || config->wanted->source_count > MST_SOURCES_MAX)
		return NULL;
	spare = calloc(1, sizeof *spare);
	if (!spare)
		return NULL;
	snprintf(spare->interface, sizeof spare->interface, "%s", config->interface);
	memcpy(spare->sources, config->wanted->sources, config->wanted->source_count * sizeof *spare->sources);
	spare->wanted = *config->wanted;
	spare->wanted.sources = spare->sources;
	spare->config = (struct mst_rx_config){
		.interface = spare->interface,
		.ifindex = config->ifindex,
		.ethernet = config->ethernet,
		.wanted = &spare->wanted,
		.buffer_bytes = BUFFER_BYTES,
	};
	mst_beside_begin(&spare->opening, open_it, spare);
	return spare;
}

void mst_rx_spare_await(struct mst_rx *rx)
{
	if (rx->spare)
		mst_beside_end(&rx->spare->opening);
}

struct mst_rx *mst_rx_spare_end(struct mst_rx_spare *spare)
{
	struct mst_rx *taken;

	if (!spare)
		return NULL;
	mst_beside_end(&spare->opening);
	taken = spare->rx;
	free(spare);
	return taken;
}

struct mst_rx *mst_rx_spare_take(struct mst_rx *rx)
{
	struct mst_rx_spare *spare = rx->spare;

	rx->spare = NULL;
	return mst_rx_spare_end(spare);
}
