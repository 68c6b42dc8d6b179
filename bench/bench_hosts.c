/* bench_hosts.c - what muster listen pays for a packet: taken apart, its sender found, counted; and for one more sender. */
#include "bench.h"

#include <pcap/dlt.h>
#include <string.h>

#include "dissect/packet.h"
#include "listen/learn.h"
#include "wire/bytes.h"
#include "wire/ipv4.h"

#define HOSTS 4096
#define FRAME 60

struct bed {
	struct mst_hosts hosts;
	struct mst_learner learner;
	uint8_t frame[FRAME];
	uint32_t next;
};

/* A SYN-ACK: its port is one to be learned. */
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
	struct bed *bed = user;
	struct mst_packet packet;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		mst_packet_read(&packet, DLT_EN10MB, bed->frame, FRAME, FRAME);
		sum += packet.source_port;
	}
	return sum;
}

static uint64_t hear(struct bed *bed, uint64_t count, uint32_t mask)
{
	for (uint64_t i = 0; i < count; i++) {
		mst_put_be32(bed->frame + 26, 0x0a000000 + (bed->next++ * 2654435761u >> 8 & mask));
		mst_learn(&bed->learner, i, bed->frame, FRAME, FRAME);
	}
	return mst_load(&bed->learner.packets, relaxed);
}

static uint64_t hear_known(void *user, uint64_t count)
{
	return hear(user, count, HOSTS - 1);
}

/* Nearly every sender is new, and makes another leave. */
static uint64_t hear_flood(void *user, uint64_t count)
{
	return hear(user, count, 0xffffff);
}

int main(void)
{
	static struct bed bed;

	make_frame(bed.frame);
	if (mst_hosts_open(&bed.hosts, 65536, 1) < 0)
		return 1;
	bed.learner = (struct mst_learner){ .hosts = &bed.hosts, .dhcp_names = mst_dhcp_names_new(), .max_port = 1000, .linktype = DLT_EN10MB };
	bench_run("a frame taken apart", take_apart, &bed, 20000000);
	bench_run("learned from, of 4,096 senders", hear_known, &bed, 10000000);
	bench_run("learned from, made-up senders, 65,536 kept", hear_flood, &bed, 2000000);
	mst_hosts_close(&bed.hosts);
	mst_dhcp_names_free(bed.learner.dhcp_names);
	return 0;
}
