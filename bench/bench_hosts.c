/* SPDX-License-Identifier: BSD-2-Clause */
/* bench_hosts.c - the time that muster listen needs for a packet (reading it, finding its sender, counting), and for a
 * sender that it has not seen yet. */
#include "bench.h"

#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/common/packet.h"
#include "listen/learn.h"
#include "wire/bytes.h"
#include "wire/ipv4.h"

#define HOSTS 4096
#define FRAME 60

struct fixture {
	struct mst_hosts hosts;
	struct mst_learner learner;
	uint8_t frame[FRAME];
	uint32_t next;
};

/* A SYN-ACK, from which listen learns an open port. */
static void make_frame(uint8_t frame[FRAME])
{
	static const uint8_t tcp[20] = { 0, 80, 0x9c, 0x40, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x12, 0xff, 0xff };

	memset(frame, 0, FRAME);
	memcpy(frame, "\2\0\0\0\0\2\2\0\0\0\0\1\x08\0", 14);
	mst_ipv4_begin(frame + 14, 40, MST_PROTO_TCP, 64, 0x0a000001);
	memcpy(frame + 34, tcp, sizeof tcp);
}

static uint64_t take_apart(void *user, uint64_t count)
{
	struct fixture *fixture = user;
	struct mst_packet packet;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		mst_packet_read(&packet, DLT_EN10MB, fixture->frame, FRAME, FRAME);
		sum += packet.source_port;
	}
	return sum;
}

static uint64_t learn(struct fixture *fixture, uint64_t count, uint32_t mask)
{
	for (uint64_t i = 0; i < count; i++) {
		mst_put_be32(fixture->frame + 26, 0x0a000000 + (fixture->next++ * 2654435761u >> 8 & mask));
		mst_learn(&fixture->learner, i, fixture->frame, FRAME, FRAME);
	}
	return mst_load(&fixture->learner.packets, relaxed);
}

static uint64_t learn_known(void *user, uint64_t count)
{
	return learn(user, count, HOSTS - 1);
}

/* Nearly every sender is new, and replaces another one. */
static uint64_t learn_flood(void *user, uint64_t count)
{
	return learn(user, count, 0xffffff);
}

int main(void)
{
	static struct fixture fixture;

	make_frame(fixture.frame);
	if (mst_hosts_open(&fixture.hosts, 65536, 1) < 0)
		return 1;
	fixture.learner = (struct mst_learner){ .hosts = &fixture.hosts,
		                                .kept_names = mst_kept_names_new(),
		                                .flows = calloc(1, sizeof(struct mst_conversations)),
		                                .max_port = 1000,
		                                .linktype = DLT_EN10MB };
	bench_run("a frame read", take_apart, &fixture, 20000000);
	bench_run("counted, 4,096 known senders", learn_known, &fixture, 10000000);
	bench_run("counted, random senders, 65,536 kept", learn_flood, &fixture, 2000000);
	mst_hosts_close(&fixture.hosts);
	mst_kept_names_free(fixture.learner.kept_names);
	return 0;
}
