/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_listen.c - any frames, one after the other: whoever is learned from them has an address that a host can have,
 * and names that are harmless.
 *
 * The first byte chooses the link layer; the rest are frames, each behind a byte of its length.
 */
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "listen/learn.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void check(const struct mst_hosts *hosts)
{
	struct cds_lfht_iter iter;
	struct cds_lfht_node *node;
	struct mst_listen_host heard;

	rcu_read_lock();
	cds_lfht_first(hosts->table, &iter);
	while ((node = cds_lfht_iter_get_node(&iter))) {
		mst_host_copy(caa_container_of(node, struct mst_host, node), &heard);
		must(heard.addr.family == MST_IPV4 || heard.addr.family == MST_IPV6);
		must(heard.packets > 0 && heard.port_count <= MST_LISTEN_PORTS);
		for (unsigned i = 0; i < heard.port_count; i++)
			must(heard.ports[i].port >= 1 && heard.ports[i].port <= 1000);
		for (unsigned i = 0; i < MST_LISTEN_NAMES; i++) {
			for (const char *at = heard.names[i]; at && *at; at++)
				must(*at >= ' ' && *at < 127);
		}
		cds_lfht_next(hosts->table, &iter);
	}
	rcu_read_unlock();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static const int links[] = { DLT_EN10MB, DLT_RAW, DLT_LINUX_SLL, DLT_LINUX_SLL2 };
	struct mst_hosts hosts;
	struct mst_learner learner = { .hosts = &hosts, .dhcp_names = mst_dhcp_names_new(), .max_port = 1000 };
	uint64_t time_ns = 1;

	must(mst_hosts_open(&hosts, 64, 1) == 0 && learner.dhcp_names);
	learner.linktype = links[count ? bytes[0] % 4 : 0];
	for (size_t at = 1; at < count; time_ns++) {
		size_t length = bytes[at] < count - at - 1 ? bytes[at] : count - at - 1;
		uint8_t *frame = malloc(length + 1);

		memcpy(frame, bytes + at + 1, length);
		mst_learn(&learner, time_ns, frame, length, length);
		free(frame);
		at += length + 1;
	}
	check(&hosts);
	mst_hosts_close(&hosts);
	mst_dhcp_names_free(learner.dhcp_names);
	return 0;
}
