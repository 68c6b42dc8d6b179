/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_listen.c - any frames, one after the other: whoever is learned from them has an address that a host can have,
 * and names that are harmless.
 *
 * The first byte chooses the link layer; the rest are frames, each behind a byte of its length. A length of 255 stands
 * for all that is left: DHCP needs more.
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

static void check_text(const char *text, size_t size)
{
	must(!text || strnlen(text, size) < size);
	for (; text && *text; text++)
		must(*text >= ' ' && *text < 127);
}

/* Every frame is counted once. */
static void check(const struct mst_hosts *hosts, const struct mst_learner *learner)
{
	uint64_t sum = mst_load(&learner->undecoded, relaxed) + mst_load(&learner->not_hosts, relaxed) +
	               mst_hosts_forgotten_packets(hosts);
	struct cds_lfht_iter iter;
	struct cds_lfht_node *node;
	struct mst_listen_host heard;

	rcu_read_lock();
	cds_lfht_first(hosts->table, &iter);
	while ((node = cds_lfht_iter_get_node(&iter))) {
		mst_host_copy(caa_container_of(node, struct mst_host, node), &heard);
		must(heard.addr.family == MST_IPV4 || heard.addr.family == MST_IPV6 || heard.has_mac);
		sum += heard.packets;
		check_text(heard.switch_port, MST_LISTEN_PORT_ID);
		must(heard.packets > 0 && heard.port_count <= MST_LISTEN_PORTS);
		for (unsigned i = 0; i < heard.port_count; i++)
			must(heard.ports[i].port >= 1 && heard.ports[i].port <= 1000);
		for (unsigned i = 0; i < MST_LISTEN_NAMES; i++)
			check_text(heard.names[i], MST_LISTEN_NAME);
		cds_lfht_next(hosts->table, &iter);
	}
	rcu_read_unlock();
	must(sum == mst_load(&learner->packets, relaxed) + mst_load(&learner->tunnelled, relaxed));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static const int links[] = { DLT_EN10MB, DLT_RAW, DLT_LINUX_SLL, DLT_LINUX_SLL2 };
	struct mst_hosts hosts;
	struct mst_learner learner = { .hosts = &hosts,
		                       .kept_names = mst_kept_names_new(),
		                       .flows = calloc(1, sizeof *learner.flows),
		                       .max_port = 1000 };
	uint64_t time_ns = 1;

	must(mst_hosts_open(&hosts, 64, 1) == 0 && learner.kept_names && learner.flows);
	learner.linktype = links[count ? bytes[0] % 4 : 0];
	for (size_t at = 1; at < count; time_ns++) {
		size_t left = count - at - 1, length = bytes[at] < 255 && bytes[at] < left ? bytes[at] : left;
		uint8_t *frame = malloc(length + 1);

		memcpy(frame, bytes + at + 1, length);
		mst_learn(&learner, time_ns, frame, length, length);
		free(frame);
		at += length + 1;
	}
	check(&hosts, &learner);
	mst_hosts_close(&hosts);
	mst_kept_names_free(learner.kept_names);
	free(learner.flows);
	return 0;
}
