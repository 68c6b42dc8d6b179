/* SPDX-License-Identifier: BSD-2-Clause */
/* test_learn.c - what one frame says of its sender. */
#include "listen/learn.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t ip[] = { 0x45, 0, 0, 20, 0, 0, 0, 0, 64, 1, 0, 0, 10, 0, 3, 1, 10, 0, 3, 2 };

/* An IPv4 header behind Ethernet and these bytes. */
static uint64_t learn(struct mst_learner *learner, const char *tags, size_t count, uint16_t vlan, uint16_t inner)
{
	uint8_t frame[128] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1 };
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000301);
	struct mst_host_key key = mst_host_key_of(&addr);

	key.vlans = (uint64_t)inner << 16 | vlan;
	memcpy(frame + 12, tags, count);
	memcpy(frame + 12 + count, ip, sizeof ip);
	mst_learn(learner, 1, frame, 12 + count + sizeof ip, 12 + count + sizeof ip);
	return mst_hosts_find(learner->hosts, &key) != NULL;
}

#define LEARN(learner, tags, vlan, inner) learn((learner), (tags), sizeof(tags) - 1, (vlan), (inner))

Test(listen_learn, packets_of_a_vlan_that_is_heard_at_a_link_of_its_own_are_passed_over)
{
	struct mst_hosts hosts = { 0 };
	struct mst_learner learner = {
		.hosts = &hosts,
		.kept_names = mst_kept_names_new(),
		.flows = calloc(1, sizeof(struct mst_conversations)),
		.linktype = DLT_EN10MB,
	};

	cr_assert_eq(mst_hosts_open(&hosts, 16, 1), 0);
	rcu_register_thread();
	rcu_read_lock();
	learner.other_links[5 / 64] |= 1 << 5;
	cr_expect_not(LEARN(&learner, "\201\0\340\5\10\0", 5, 0), "with a priority");
	cr_expect_not(LEARN(&learner, "\210\250\0\5\201\0\0\7\10\0", 5, 7), "and a tag within");
	cr_expect_eq(mst_load(&learner.packets, relaxed), 0, "not counted");
	cr_expect(LEARN(&learner, "\210\250\0\7\201\0\0\5\10\0", 7, 5), "a VLAN within another");
	cr_expect(LEARN(&learner, "\10\0", 0, 0));
	cr_expect_eq(mst_load(&learner.packets, relaxed), 2);
	cr_expect(LEARN(&learner, "\201\0\340\0\10\0", 0, 0), "only a priority");
	learner.vlan = 9;
	cr_expect(LEARN(&learner, "\10\0", 9, 0), "the interface is in a VLAN");
	cr_expect(LEARN(&learner, "\201\0\0\7\10\0", 9, 7));
	rcu_read_unlock();
	rcu_unregister_thread();
	mst_hosts_close(&hosts);
	mst_kept_names_free(learner.kept_names);
	free(learner.flows);
}
