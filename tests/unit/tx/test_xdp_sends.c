/* SPDX-License-Identifier: BSD-2-Clause */
/* AF_XDP on a veth pair in a network namespace of our own, both ends in it. Skipped where this process makes none. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tx/engines.h"

#define ETHERTYPE 0x88b5 /* for local experiments (IEEE 802): nobody else sends these */
#define QUIET_MS 50

struct pair {
	struct mst_tx *tx; /* on the near end */
	int far_fd;        /* receives our frames at the far end */
};

static void run(const char *line)
{
	int status = system(line);

	cr_assert_eq(status, 0, "`%s` ended with %d", line, status);
}

static bool is_built(void)
{
	const struct mst_tx_engine *engine;

	for (size_t i = 0; (engine = mst_tx_engine_at(i)); i++) {
		if (strcmp(engine->name, "xdp") == 0)
			return true;
	}
	return false;
}

static int open_near(struct mst_tx **tx, struct mst_error *err)
{
	struct mst_hop hop = {
		.kind = MST_HOP_ETHERNET, .interface = "near0", .tx_queues = 1, .ifindex = (int)if_nametoindex("near0")
	};
	struct mst_tx_config config = { .hops = &hop, .hop_count = 1, .lanes = 1, .by_name = true };
	struct mst_error why;

	return mst_tx_open(tx, "xdp", &config, &why, err);
}

static struct pair open_pair(void)
{
	struct pair pair = { 0 };
	struct sockaddr_ll far = { .sll_family = AF_PACKET, .sll_protocol = htons(ETHERTYPE) };
	struct mst_error err;
	int code;

	if (!is_built())
		cr_skip_test("this muster was built without libxdp");
	if (unshare(CLONE_NEWNET) < 0)
		cr_skip_test("this process makes no network namespace");
	run("ip link add near0 type veth peer name far0 && ip link set near0 up && ip link set far0 up");
	far.sll_ifindex = (int)if_nametoindex("far0");
	pair.far_fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(pair.far_fd, (struct sockaddr *)&far, sizeof far), 0);
	code = open_near(&pair.tx, &err);
	cr_assert_eq(code, 0, "%s", err.text);
	return pair;
}

static void close_pair(struct pair *pair)
{
	struct mst_error err;

	cr_assert_eq(mst_tx_close(pair->tx, &err), 0);
	close(pair->far_fd);
}

/* Frames first, first + 1, … which bear their number. */
static void build(struct mst_tx *tx, uint8_t first, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct mst_frame *frame = &tx->frames[i];

		*frame = (struct mst_frame){ .length = 46 };
		memset(frame->ethernet, 0xff, 6);
		frame->ethernet[12] = ETHERTYPE >> 8;
		frame->ethernet[13] = ETHERTYPE & 0xff;
		frame->bytes[0] = (uint8_t)(first + i);
	}
}

static void arrives(const struct pair *pair, uint8_t first, size_t count)
{
	struct pollfd wait = { .fd = pair->far_fd, .events = POLLIN };
	uint8_t frame[128];

	for (size_t i = 0; i < count; i++) {
		cr_assert_eq(poll(&wait, 1, 5000), 1, "frame %zu never came", first + i);
		cr_assert_eq(recv(pair->far_fd, frame, sizeof frame, 0), MST_ETHERNET_BYTES + 46);
		cr_assert_eq(frame[MST_ETHERNET_BYTES], (uint8_t)(first + i));
	}
}

static void nothing_more_arrives(const struct pair *pair)
{
	struct pollfd wait = { .fd = pair->far_fd, .events = POLLIN };

	cr_assert_eq(poll(&wait, 1, QUIET_MS), 0);
}

/* More frames in all than it has memory for, and than its rings are long. */
Test(tx_xdp_sends, every_frame_once_and_in_order)
{
	struct pair pair = open_pair();
	enum mst_tx_stop stop;
	uint8_t first = 0;

	for (unsigned round = 0; round < 100; round++) {
		size_t count = 1 + round % pair.tx->burst;

		build(pair.tx, first, count);
		cr_assert_eq(mst_tx_send(pair.tx, count, &stop), count);
		cr_assert_eq(stop, MST_TX_ALL);
		arrives(&pair, first, count);
		first = (uint8_t)(first + count);
	}
	nothing_more_arrives(&pair);
	close_pair(&pair);
}

/* Without a carrier the device drops what it is given. */
Test(tx_xdp_sends, what_was_not_taken_leaves_only_when_it_is_offered_again)
{
	struct pair pair = open_pair();
	enum mst_tx_stop stop;
	int down;

	run("ip link set far0 down");
	build(pair.tx, 1, 8);
	for (unsigned i = 0; i < 3; i++) {
		cr_assert_eq(mst_tx_send(pair.tx, 8, &stop), 0);
		cr_assert_eq(stop, MST_TX_BUSY);
	}
	run("ip link set far0 up");
	getsockopt(pair.far_fd, SOL_SOCKET, SO_ERROR, &down, &(socklen_t){ sizeof down }); /* ENETDOWN is over */
	build(pair.tx, 100, 2);
	cr_assert_eq(mst_tx_send(pair.tx, 2, &stop), 2);
	arrives(&pair, 100, 2);
	nothing_more_arrives(&pair);
	build(pair.tx, 200, 8);
	cr_assert_eq(mst_tx_send(pair.tx, 8, &stop), 8);
	arrives(&pair, 200, 8);
	nothing_more_arrives(&pair);
	close_pair(&pair);
}

Test(tx_xdp_sends, a_device_that_is_down_is_no_way_and_takes_them_when_it_is_up_again)
{
	struct pair pair = open_pair();
	enum mst_tx_stop stop;

	run("ip link set near0 down");
	build(pair.tx, 1, 4);
	cr_assert_eq(mst_tx_send(pair.tx, 4, &stop), 0);
	cr_assert_eq(stop, MST_TX_NO_PATH);
	cr_assert_eq(pair.tx->error, ENETDOWN);
	run("ip link set near0 up");
	cr_assert_eq(mst_tx_send(pair.tx, 4, &stop), 4);
	arrives(&pair, 1, 4);
	run("ip link del near0");
	cr_assert_eq(mst_tx_send(pair.tx, 4, &stop), 0);
	cr_assert_eq(stop, MST_TX_NO_PATH);
	close_pair(&pair);
}

/* The kernel lets go of a queue some milliseconds after its socket was closed: until then it says EBUSY. */
Test(tx_xdp_sends, opens_again_right_after_it_was_closed)
{
	struct pair pair = open_pair();
	struct mst_error err;

	for (unsigned i = 0; i < 5; i++) {
		cr_assert_eq(mst_tx_close(pair.tx, &err), 0);
		cr_assert_eq(open_near(&pair.tx, &err), 0, "time %u: %s", i, err.text);
	}
	close_pair(&pair);
}
