/* SPDX-License-Identifier: BSD-2-Clause */
/* test_system_line.c - lines of the system's ping, read. */
#include "ping/system_line.h"

#include <criterion/criterion.h>
#include <errno.h>

Test(ping_system_line, lines_of_ping_are_read)
{
	struct mst_system_line parsed;

	cr_assert(mst_system_line_read(&parsed, "64 bytes from 127.0.0.1: icmp_seq=12 ttl=64 time=0.041 ms"));
	cr_expect(parsed.reply && parsed.bytes == 64 && parsed.sequence == 12 && parsed.ttl == 64 &&
	          parsed.rtt_ns == 41000);
	cr_assert(mst_system_line_read(&parsed, "64 bytes from fe80::1: icmp_seq=1 ttl=255 time=123 ms (DUP!)"));
	cr_expect(parsed.duplicate && !parsed.reply && parsed.rtt_ns == 123000000 && parsed.from.family == MST_IPV6);
	cr_assert(mst_system_line_read(&parsed, "From 10.0.0.1 icmp_seq=3 Destination Host Unreachable"));
	cr_expect(parsed.error && parsed.sequence == 3);
	cr_assert(mst_system_line_read(&parsed, "ping: sendmsg: Operation not permitted"));
	cr_expect(parsed.failure && parsed.why == EPERM && !parsed.error);
	cr_assert(mst_system_line_read(&parsed, "ping: connect: Network is unreachable"));
	cr_expect(parsed.failure && parsed.why == ENETUNREACH);
}

Test(ping_system_line, lines_that_are_nearly_right_are_none)
{
	static const char *const lines[] = {
		"",
		"64 bytes from 127.0.0.1: icmp_seq=12 ttl=64 time=0.041",
		"64 bytes from host (127.0.0.1): icmp_seq=1 ttl=64 time=1 ms",
		"64 bytes from 127.0.0.1: icmp_seq=12 ttl=256 time=0.041 ms",
		"64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.041 ms and more",
		"-64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=1 ms",
		"64 bytes from 127.0.0.1: icmp_seq=99999999999 ttl=64 time=1 ms",
		"64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=. ms",
		"4 packets transmitted, 4 received",
		"From here icmp_seq=1 x",
		"ping: Warning: time of day goes back (-5us), taking countermeasures",
		"ping: sendmsg",
		"pong: sendmsg: Operation not permitted",
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct mst_system_line parsed;

		cr_expect_not(mst_system_line_read(&parsed, lines[i]), "%s", lines[i]);
		cr_expect(!parsed.reply && !parsed.duplicate && !parsed.error && !parsed.failure);
	}
}
