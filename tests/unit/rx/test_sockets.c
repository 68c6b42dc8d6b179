/* SPDX-License-Identifier: BSD-2-Clause */
/* Raw sockets that listen where captures are deaf: until each of these hears. */
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rx/sockets.h"

#define LOOKS 100

/* The last packet that was heard. */
struct heard {
	size_t count, wire_bytes;
	uint8_t bytes[2048];
};

static void take(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes)
{
	struct heard *heard = user;

	(void)wall_ns;
	heard->count = count;
	heard->wire_bytes = wire_bytes;
	memcpy(heard->bytes, bytes, count);
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

/* The same for IPv6; the kernel writes the checksum. */
static void make_an_answer6(void)
{
	const struct sockaddr_in6 target = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct icmp6_hdr request = { .icmp6_type = ICMP6_ECHO_REQUEST };
	int fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);

	cr_assert_eq(sendto(fd, &request, sizeof request, 0, (const struct sockaddr *)&target, sizeof target),
	             sizeof request);
	close(fd);
}

static bool hears_of(struct mst_rx *rx, void (*make)(void), struct heard *heard)
{
	struct mst_error err;

	heard->count = 0;
	make();
	for (int i = 0; i < LOOKS && heard->count == 0; i++) {
		if (mst_rx_dispatch(rx, 1, take, heard, &err) == 0)
			usleep(500);
	}
	return heard->count > 0;
}

static bool hears(struct mst_rx *rx)
{
	struct heard heard;

	return hears_of(rx, make_an_answer, &heard);
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

Test(rx_sockets, packets_of_ipv6_have_their_header_again)
{
	const struct mst_addr own = { .family = MST_IPV6, .bytes = { [15] = 1 } };
	const struct mst_rx_wanted wanted = { .sources = &own, .source_count = 1, .icmp = true };
	const struct mst_rx_config config = { .wanted = &wanted, .buffer_bytes = 1 << 16 };
	struct mst_error err = { "" };
	struct heard heard = { .count = 0 };
	struct mst_rx *rx;
	int code = mst_rx_open_sockets(&rx, &config, &err);

	if (code < 0 || access("/proc/sys/net/ipv6", F_OK) != 0)
		cr_skip_test("raw sockets of IPv6 cannot be had");
	cr_expect_not(hears_of(rx, make_an_answer6, &heard), "they sleep until they are woken");
	cr_assert_eq(mst_rx_wake_sockets(rx, 3, &err), 0, "%s", err.text);
	cr_assert(hears_of(rx, make_an_answer6, &heard));
	cr_expect_eq(heard.count, 40 + sizeof(struct icmp6_hdr));
	cr_expect_eq(heard.wire_bytes, heard.count);
	cr_expect_eq(heard.bytes[0], 0x60);
	cr_expect_eq(heard.bytes[5], sizeof(struct icmp6_hdr), "the payload length");
	cr_expect_eq(heard.bytes[6], IPPROTO_ICMPV6);
	cr_expect_eq(heard.bytes[7], 64, "the hop limit");
	cr_expect_eq(memcmp(heard.bytes + 8, own.bytes, 16), 0);
	cr_expect_eq(memcmp(heard.bytes + 24, own.bytes, 16), 0);
	cr_expect_eq(heard.bytes[40], ICMP6_ECHO_REPLY, "requests are no answers");
	mst_rx_close(rx);
}
