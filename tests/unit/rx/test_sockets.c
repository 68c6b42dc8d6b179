/* SPDX-License-Identifier: BSD-2-Clause */
/* Raw sockets that listen where captures are deaf: until each of these hears. */
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rx/sockets.h"

#define LOOKS 100

static void take(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes)
{
	(void)user;
	(void)wall_ns;
	(void)bytes;
	(void)count;
	(void)wire_bytes;
}

/* The kernel answers an echo request to a loopback address. */
static void make_an_answer(void)
{
	const struct sockaddr_in target = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct icmphdr request = { .type = ICMP_ECHO, .checksum = htons(0xf7ff) };
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);

	cr_assert_eq(sendto(fd, &request, sizeof request, 0, (const struct sockaddr *)&target, sizeof target),
	             sizeof request);
	close(fd);
}

static bool hears(struct mst_rx *rx)
{
	struct mst_error err;
	int count = 0;

	make_an_answer();
	for (int i = 0; i < LOOKS && count == 0; i++) {
		count = mst_rx_dispatch(rx, 100, take, NULL, &err);
		if (count == 0)
			usleep(500);
	}
	return count > 0;
}

Test(rx_sockets, an_answer_at_another_interface_does_not_put_them_to_sleep)
{
	const struct mst_addr own = mst_addr_from_ipv4(INADDR_LOOPBACK);
	const struct mst_rx_wanted wanted = { .sources = &own, .source_count = 1, .icmp = true };
	const struct mst_rx_config config = { .wanted = &wanted, .buffer_bytes = 1 << 16 };
	struct mst_error err = { "" };
	struct mst_rx *rx;
	int code = mst_rx_open_sockets(&rx, &config, &err);

	if (code == -EPERM)
		cr_skip_test("raw sockets need privileges");
	cr_assert_eq(code, 0, "%s", err.text);
	cr_expect_not(hears(rx), "they sleep until they are woken");
	cr_assert_eq(mst_rx_wake_sockets(rx, 3, &err), 0, "%s", err.text);
	cr_assert_eq(mst_rx_wake_sockets(rx, 5, &err), 0, "%s", err.text);
	cr_assert_eq(mst_rx_wake_sockets(rx, 3, &err), 0, "%s", err.text);
	mst_rx_rest_sockets(rx, 4);
	cr_expect(hears(rx), "what hears was never deaf");
	mst_rx_rest_sockets(rx, 3);
	cr_expect(hears(rx), "another one still is");
	mst_rx_rest_sockets(rx, 5);
	cr_expect_not(hears(rx));
	mst_rx_close(rx);
}
