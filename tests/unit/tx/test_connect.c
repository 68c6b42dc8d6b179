/* SPDX-License-Identifier: BSD-2-Clause */
/* Engine connect on the loopback device: what leaves, what waits, what is refused. */
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/socket_table.h"
#include "tx/tx.h"

#define TCP 6
#define UDP 17

static struct mst_socket_table *sockets;
static struct mst_tx *tx;

static void open_engine(void)
{
	struct mst_tx_config config;
	struct mst_error error;

	cr_assert_eq(mst_socket_table_open(&sockets, MST_NS_PER_SECOND, &error), 0);
	config = (struct mst_tx_config){ .sockets = sockets };
	cr_assert_eq(mst_tx_connect.open(&tx, &config, &error), 0);
}

static void close_engine(void)
{
	mst_tx_close(tx, NULL);
	mst_socket_table_close(sockets);
}

TestSuite(tx_connect, .init = open_engine, .fini = close_engine);

/* A SYN, or a datagram, from and to these addresses. */
static void write_frame(unsigned number, uint8_t proto, const char *to, uint16_t port)
{
	static const uint8_t own[4] = { 127, 0, 0, 1 };
	struct mst_frame *frame = &tx->frames[number];
	unsigned parts[4];

	memset(frame, 0, sizeof *frame);
	cr_assert_eq(sscanf(to, "%u.%u.%u.%u", &parts[0], &parts[1], &parts[2], &parts[3]), 4);
	frame->length = proto == TCP ? 40 : 28;
	frame->slot = number;
	frame->bytes[0] = 0x45;
	frame->bytes[8] = 64;
	frame->bytes[9] = proto;
	memcpy(frame->bytes + 12, own, 4);
	for (int i = 0; i < 4; i++)
		frame->bytes[16 + i] = (uint8_t)parts[i];
	frame->bytes[22] = (uint8_t)(port >> 8);
	frame->bytes[23] = (uint8_t)port;
}

static enum mst_socket_told note(void *user, const struct mst_asked_socket *asked, uint32_t events)
{
	struct linger linger = { 0 };
	socklen_t size = sizeof linger;
	int tries = 0, *seen = user;

	(void)events;
	if (asked->proto == TCP) {
		cr_expect_eq(getsockopt(asked->fd, SOL_SOCKET, SO_LINGER, &linger, &size), 0);
		cr_expect(linger.l_onoff == 1 && linger.l_linger == 0, "it is closed by a reset");
		size = sizeof tries;
		cr_expect_eq(getsockopt(asked->fd, IPPROTO_TCP, 7 /* TCP_SYNCNT */, &tries, &size), 0);
		cr_expect_eq(tries, 1);
	}
	*seen |= 1 << asked->slot;
	return MST_SOCKET_TOLD;
}

static int wait_for(int wanted)
{
	int seen = 0;

	for (uint64_t until_ns = mst_now_ns() + 5 * MST_NS_PER_SECOND; seen != wanted && mst_now_ns() < until_ns;)
		mst_socket_table_take(sockets, 8, mst_now_ns(), note, &seen);
	return seen;
}

Test(tx_connect, a_frame_is_a_socket_that_tells_what_becomes_of_it)
{
	enum mst_tx_stop stop;

	write_frame(0, TCP, "127.0.0.1", 1);
	write_frame(1, UDP, "127.0.0.1", 1);
	cr_assert_eq(mst_tx_send(tx, 2, &stop), 2);
	cr_assert_eq(stop, MST_TX_ALL);
	cr_assert_eq(wait_for(3), 3);
}

Test(tx_connect, without_descriptors_frames_wait_and_fewer_sockets_are_allowed)
{
	int lowest = dup(STDERR_FILENO);
	struct rlimit few = { (rlim_t)lowest, (rlim_t)lowest };
	uint32_t room = tx->engine->room(tx);
	enum mst_tx_stop stop;

	close(lowest);
	cr_assert_gt(room, 1);
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	write_frame(0, TCP, "127.0.0.1", 1);
	cr_assert_eq(mst_tx_send(tx, 1, &stop), 0);
	cr_assert_eq(stop, MST_TX_BUSY);
	cr_assert_eq(tx->engine->room(tx), 1, "one, to try again");
}

Test(tx_connect, what_the_kernel_forbids_is_refused)
{
	enum mst_tx_stop stop;

	write_frame(0, UDP, "127.255.255.255", 9); /* a broadcast */
	cr_assert_eq(mst_tx_send(tx, 1, &stop), 0);
	cr_assert_eq(stop, MST_TX_REFUSED);
	cr_assert_eq(tx->error, EACCES);
	cr_assert_eq(wait_for(0), 0);
}

Test(tx_connect, a_question_that_is_over_leaves_room)
{
	uint32_t room = tx->engine->room(tx);
	enum mst_tx_stop stop;

	write_frame(0, UDP, "127.0.0.1", 1);
	cr_assert_eq(mst_tx_send(tx, 1, &stop), 1);
	cr_assert_eq(tx->engine->room(tx), room - 1);
	cr_assert_not(tx->engine->never_left(tx, 0));
	tx->engine->over(tx, 0);
	cr_assert_eq(tx->engine->room(tx), room);
}
