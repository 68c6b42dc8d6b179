/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pcap.c - the smallest buffer of a scan's capture outlasts a reader that loses the CPU; what it may hold. */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "rx/rx.h"

#define PORT 4000
#define FRAMES 50
#define EVERY_NS 2500000 /* so that each may have a block of its own; 125 ms in all */

/* To itself. */
static void send_frames(int count)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons(PORT),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct timespec pause = { .tv_nsec = EVERY_NS };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(bind(fd, (const struct sockaddr *)&to, sizeof to), 0, "or there are ICMP errors, too");
	for (int i = 0; i < count; i++) {
		cr_assert_eq(sendto(fd, "one", 3, 0, (const struct sockaddr *)&to, sizeof to), 3);
		nanosleep(&pause, NULL);
	}
	close(fd);
}

static void count_frame(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes)
{
	(void)wall_ns;
	(void)bytes;
	(void)count;
	(void)wire_bytes;
	++*(int *)user;
}

/* On the loopback of a network namespace of this process. */
static struct mst_rx *open_loopback(void)
{
	const struct mst_addr us = mst_addr_from_ipv4(INADDR_LOOPBACK);
	const struct mst_rx_wanted wanted = {
		.sources = &us, .source_count = 1, .udp = true, .port_first = PORT, .port_last = PORT
	};
	struct mst_rx_config config = { .interface = "lo", .ifindex = 1, .ethernet = true, .wanted = &wanted };
	struct mst_error why, err;
	struct mst_rx *rx = NULL;

	if (geteuid() != 0 || unshare(CLONE_NEWNET) < 0)
		cr_skip_test("this process makes no network namespace");
	cr_assert_eq(system("ip link set lo up"), 0);
	config.buffer_bytes = 1 << 20; /* as little as a scan may want */
	cr_assert_eq(mst_rx_open(&rx, "pcap", &config, &why, &err), 0, "%s", err.text);
	return rx;
}

static int read_all(struct mst_rx *rx)
{
	struct mst_error err;
	int seen = 0;

	while (mst_rx_dispatch(rx, 256, count_frame, &seen, &err) > 0)
		;
	return seen;
}

Test(rx_pcap, a_slow_stream_waits_for_a_late_reader)
{
	const struct timespec rest = { .tv_nsec = 30000000 };
	struct mst_rx *rx = open_loopback();
	int seen;

	send_frames(FRAMES);
	nanosleep(&rest, NULL);
	seen = read_all(rx);
	cr_expect_eq(seen, FRAMES, "%d", seen);
	cr_expect_eq(mst_rx_drops(rx), 0);
	mst_rx_close(rx);
}

Test(rx_pcap, it_holds_nothing_before_the_first_frame_and_when_a_block_has_had_its_time)
{
	struct mst_rx *rx = open_loopback();
	uint64_t sent_ns;

	cr_expect_eq(read_all(rx), 0);
	cr_expect_not(rx->engine->holds(rx, mst_now_ns()), "nothing came yet");
	send_frames(1);
	sent_ns = mst_now_ns();
	cr_expect(rx->engine->holds(rx, sent_ns), "one came just now");
	cr_expect(rx->engine->holds(rx, sent_ns + rx->engine->lag_ns - 1));
	mst_sleep_until_ns(sent_ns + rx->engine->lag_ns);
	cr_expect_eq(read_all(rx), 1);
	cr_expect_not(rx->engine->holds(rx, mst_now_ns()));
	mst_rx_close(rx);
}

Test(rx_pcap, what_was_counted_can_be_read_after_it_let_go_of_the_kernel)
{
	struct mst_rx *rx = open_loopback();

	rx->engine->leave(rx);
	cr_expect_eq(mst_rx_drops(rx), 0);
	mst_rx_close(rx);
}
