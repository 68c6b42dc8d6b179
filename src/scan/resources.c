/* SPDX-License-Identifier: BSD-2-Clause */
/* resources.c - see resources.h. */
#include "scan/resources.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "scan/attaching.h"
#include "scan/listening.h"
#include "scan/rightless.h"
#include "target/set.h"
#include "track/verdict.h"

int mst_resources_begin(struct mst_resources *resources, struct mst_error *err)
{
	resources->neighbours = mst_neighbours_new();
	resources->hosts = mst_seen_new();
	return resources->neighbours && resources->hosts ? 0 : mst_fail(err, -ENOMEM, "no memory for hosts");
}

static int open_senders(struct mst_resources *resources, const struct mst_plan *plans, size_t count,
                        struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = mst_senders_open(&resources->senders[i], &plans[i], i > 0 ? &resources->senders[i - 1] : NULL,
		                        &resources->pool, err);
	mst_tx_abandon(&resources->pool.early);
	return code;
}

/* Now, because a sandbox may permit no more sockets later. */
static void note_costs(struct mst_resources *resources)
{
	const struct mst_captures *captures = &resources->captures;
	char *text = resources->costs.text;
	size_t used = 0, size = sizeof resources->costs.text;
	struct mst_error sentence;

	for (size_t i = 0; i < captures->own && used + 2 < size; i++) {
		const struct mst_rx *rx = captures->rx[i];

		if (!rx->engine->attached || !mst_attaching_costs(rx->interface, &sentence))
			continue;
		snprintf(text + used, size - used, "%.*s\n", (int)(size - used - 2), sentence.text);
		used += strlen(text + used);
	}
}

/*
 * Captures first: many drivers take redirected frames, and send AF_XDP frames without copying, only while a program is
 * attached. Attaching one, or setting up a queue without copying, may take the link down: sending begins when it is up.
 * What needs no capture is opened beside them. Where a privilege is missing, the error of a raw socket shows most
 * clearly which one.
 */
int mst_resources_open(struct mst_resources *resources, const struct mst_plan *plans, size_t count,
                       struct mst_error *err)
{
	const struct mst_scan_config *config = plans[count - 1].config;
	struct mst_error error;
	int code = 0;

	if (mst_rightless_is(config))
		code = mst_socket_table_open(&resources->sockets, mst_rightless_life_ns(config), err);
	if (code < 0)
		return code;
	resources->pool.sockets = resources->sockets;
	if (!resources->sockets)
		mst_greetings_guard(&resources->greetings, plans, count);
	mst_senders_begin(&resources->pool, plans, count);
	code = resources->sockets
	               ? mst_captures_open_sockets(&resources->captures, resources->sockets, err)
	               : mst_captures_open(&resources->captures, plans, count, resources->greetings.guard != NULL,
	                                   &resources->why_captures, err);

	if (code < 0) {
		int senders = code == -EPERM ? open_senders(resources, plans, count, &error) : 0;

		return senders < 0 ? mst_fail(err, senders, "%s", error.text) : code;
	}
	if (mst_attaching_is_named(config))
		note_costs(resources);
	if (!resources->sockets)
		mst_greetings_guard_resets(&resources->greetings, plans, count, &resources->captures);
	code = open_senders(resources, plans, count, err);
	if (code == 0)
		mst_greetings_open(&resources->greetings, plans, count);
	if (code == 0)
		mst_captures_settle(&resources->captures);
	return code;
}

void mst_hosts_note(struct mst_seen *hosts, const struct mst_targets *targets, const struct mst_result *results,
                    size_t count)
{
	mst_uint128 index;

	for (size_t i = 0; i < count; i++) {
		enum mst_standing standing = mst_result_standing(&results[i]);

		if (standing != MST_STANDING_SILENT && mst_targets_index(targets, &results[i].addr, &index))
			mst_seen_set(hosts, (uint64_t)index, standing);
	}
}

void mst_resources_close(struct mst_resources *resources)
{
	mst_sender_pool_begin_close(&resources->pool);
	mst_captures_close(&resources->captures);
	mst_sender_pool_close(&resources->pool);
	mst_greetings_close(&resources->greetings); /* the kernel resets what comes now */
	mst_socket_table_close(resources->sockets);
	resources->sockets = NULL;
	mst_neighbours_free(resources->neighbours);
	mst_seen_free(resources->hosts);
	resources->neighbours = NULL;
	resources->hosts = NULL;
}
