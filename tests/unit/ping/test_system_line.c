/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_system_line.c - lines of the system's ping, read. They were printed by iputils 20221126, GNU inetutils 2.4,
 * BusyBox 1.35.0 and oping 1.10.0, of Debian 12.
 */
#include "ping/system_line.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static struct mst_system_line read_line(const char *line, enum mst_system_what what)
{
	struct mst_system_line parsed;

	cr_expect_eq(mst_system_line_read(&parsed, line), what, "%s: %d", line, parsed.what);
	return parsed;
}

Test(ping_system_line, replies_of_all_programs_are_read)
{
	static const struct {
		const char *line;
		uint32_t bytes, sequence;
		uint8_t ttl;
		int64_t rtt_ns;
		bool zero_based, truncated, bad_checksum;
	} cases[] = {
		{ "64 bytes from 127.0.0.1: icmp_seq=12 ttl=64 time=0.041 ms", 64, 12, 64, 41000, 0, 0, 0 },
		{ "64 bytes from fe80::1%lo: icmp_seq=1 ttl=255 time=123 ms (DUP!)", 64, 1, 255, 123000000, 0, 0, 0 },
		{ "12 bytes from 10.77.0.2: icmp_seq=1 ttl=64", 12, 1, 64, -1, 0, 0, 0 },
		{ "64 bytes from 10.88.0.105: icmp_seq=1 ttl=64 time=0.037 ms (DIFFERENT ADDRESS!)", 64, 1, 64, 37000,
		  0, 0, 0 },
		{ "64 bytes from 10.88.0.105: icmp_seq=1 ttl=64 time=0.037 ms (DUP!) (BAD CHECKSUM!) (DIFFERENT "
		  "ADDRESS!)",
		  64, 1, 64, 37000, 0, 0, 1 },
		{ "72 bytes from 10.88.0.3: icmp_seq=1 ttl=64 (truncated)", 72, 1, 64, -1, 0, 1, 0 },
		{ "108 bytes from 10.88.0.2: icmp_seq=1 ttl=64 time=1795860698011 ms", 108, 1, 64, -1, 0, 0, 0 },
		{ "108 bytes from 10.88.0.2: icmp_seq=0 ttl=64 time=1795860698102.324 ms", 108, 0, 64, -1, 0, 0, 0 },
		{ "64 bytes from 10.77.0.2: icmp_seq=0 ttl=64 time=0.034 ms", 64, 0, 64, 34000, 0, 0, 0 },
		{ "64 bytes from 10.77.0.2: seq=65535 ttl=64 time=0.196 ms", 64, 65535, 64, 196000, 1, 0, 0 },
		{ "64 bytes from fd00::2: seq=0 ttl=64 time=0.068 ms (DUP!)", 64, 0, 64, 68000, 1, 0, 0 },
		{ "56 bytes from 10.77.0.2 (10.77.0.2): icmp_seq=1 ttl=64 time=0.04 ms", 56, 1, 64, 40000, 0, 0, 0 },
		{ "64 bytes from localhost (127.0.0.1): icmp_seq=1 ttl=64 time=1 ms", 64, 1, 64, 1000000, 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_system_line parsed = read_line(cases[i].line, MST_LINE_REPLY);

		cr_expect(parsed.bytes == cases[i].bytes && parsed.sequence == cases[i].sequence &&
		                  parsed.ttl == cases[i].ttl && parsed.rtt_ns == cases[i].rtt_ns,
		          "%s: %u bytes, %u, ttl %u, %lld ns", cases[i].line, parsed.bytes, parsed.sequence, parsed.ttl,
		          (long long)parsed.rtt_ns);
		cr_expect(parsed.zero_based == cases[i].zero_based && parsed.truncated == cases[i].truncated &&
		                  parsed.bad_checksum == cases[i].bad_checksum,
		          "%s", cases[i].line);
		cr_expect_neq(parsed.from.family, MST_NO_FAMILY);
	}
}

Test(ping_system_line, errors_tell_their_type)
{
	static const struct {
		const char *line;
		uint8_t type, code;
		int sequence; /* -1: it tells none */
	} cases[] = {
		{ "From 10.77.0.2 icmp_seq=3 Destination Host Unreachable", 3, 1, 3 },
		{ "From 10.77.0.2: icmp_seq=3 Destination Net Unreachable", 3, 0, 3 },
		{ "From 10.77.0.2 icmp_seq=1 Time to live exceeded", 11, 0, 1 },
		{ "From 10.77.0.2 icmp_seq=1 Packet filtered", 3, 13, 1 },
		{ "From 10.77.0.2 icmp_seq=1 Frag needed and DF set (mtu = 1400)", 3, 4, 1 },
		{ "From 10.77.0.2 icmp_seq=1 something new", 3, 1, 1 },
		{ "From fd00::1 icmp_seq=1 Destination unreachable: No route", 1, 0, 1 },
		{ "From fd00::1%lo icmp_seq=2 Destination unreachable: Address unreachable", 1, 3, 2 },
		{ "From fd00::1 icmp_seq=1 Time exceeded: Hop limit", 3, 0, 1 },
		{ "From fd00::1 icmp_seq=1 Packet too big: mtu=1400", 2, 0, 1 },
		{ "From fd00::1 icmp_seq=1 something new", 1, 3, 1 },
		{ "92 bytes from 10.77.0.2: Destination Host Unreachable", 3, 1, -1 },
		{ "92 bytes from 10.77.0.2: Time to live exceeded", 11, 0, -1 },
		{ "104 bytes from fd00::1: Destination unreachable: No route to destination", 1, 0, -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_system_line parsed = read_line(cases[i].line, MST_LINE_ERROR);

		cr_expect(parsed.said.type == cases[i].type && parsed.said.code == cases[i].code, "%s: %u, %u",
		          cases[i].line, parsed.said.type, parsed.said.code);
		cr_expect(cases[i].sequence < 0 ? !parsed.numbered
		                                : parsed.numbered && parsed.sequence == (uint32_t)cases[i].sequence);
	}
}

Test(ping_system_line, errors_tell_the_mtu_and_redirects_the_next_hop)
{
	struct mst_system_line parsed = read_line("From 10.77.0.2 icmp_seq=1 Frag needed and DF set (mtu = 1280)",
	                                          MST_LINE_ERROR);

	cr_expect_eq(parsed.said.mtu, 1280);
	parsed = read_line("From fd00::1 icmp_seq=1 Packet too big: mtu=1280", MST_LINE_ERROR);
	cr_expect_eq(parsed.said.mtu, 1280);
	parsed = read_line("From 10.77.0.2 icmp_seq=1 Parameter problem: pointer = 20", MST_LINE_ERROR);
	cr_expect(parsed.said.type == 12 && parsed.said.pointer == 20);
	for (int i = 0; i < 2; i++) {
		parsed = read_line(i ? "From 10.77.0.2 icmp_seq=4 Redirect Host(New nexthop: 10.77.0.3)"
		                     : "From 10.77.0.2: icmp_seq=4 Redirect Host(New nexthop: 10.77.0.3)",
		                   MST_LINE_REDIRECT);
		cr_expect(parsed.said.type == 5 && parsed.said.code == 1 && parsed.sequence == 4);
		cr_expect_eq(mst_addr_ipv4(&parsed.said.gateway), 0x0a4d0003);
	}
}

Test(ping_system_line, failures_tell_their_errno)
{
	static const struct {
		const char *line;
		int why;
	} cases[] = {
		{ "ping: sendmsg: Operation not permitted", EPERM },
		{ "ping: connect: Network is unreachable", ENETUNREACH },
		{ "ping: sending packet: Network is unreachable", ENETUNREACH },
		{ "ping6: sending packet: Network is unreachable", ENETUNREACH },
		{ "ping: sendto: Network is unreachable", ENETUNREACH },
		{ "ping: sendmsg: Message too long", EMSGSIZE },
		{ "ping: local error: message too long, mtu=1400", EMSGSIZE },
		{ "ping: sendmsg: Something new", EIO },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(read_line(cases[i].line, MST_LINE_FAILURE).why, cases[i].why, "%s", cases[i].line);
}

Test(ping_system_line, heads_tell_whether_requests_are_counted_from_0)
{
	cr_expect_not(read_line("PING 10.77.0.2 (10.77.0.2) 56(84) bytes of data.", MST_LINE_HEAD).zero_based);
	cr_expect_not(read_line("PING 10.77.0.2 (10.77.0.2) from 10.77.0.1 v0: 56(84) bytes of data.", MST_LINE_HEAD)
	                      .zero_based);
	cr_expect_not(read_line("PING fd00::2(fd00::2) 56 data bytes", MST_LINE_HEAD).zero_based);
	cr_expect_not(read_line("PING fd00::2(fd00::2) from fd00::1 v0: 56 data bytes", MST_LINE_HEAD).zero_based);
	cr_expect(read_line("PING 10.77.0.2 (10.77.0.2): 56 data bytes", MST_LINE_HEAD).zero_based);
	cr_expect(read_line("PING 10.77.0.2 (10.77.0.2) from 10.77.0.1: 56 data bytes", MST_LINE_HEAD).zero_based);
	cr_expect(read_line("PING fd00::2 (fd00::2): 56 data bytes", MST_LINE_HEAD).zero_based);
	read_line("2 packets transmitted, 2 received, 0% packet loss, time 331ms", MST_LINE_END);
	read_line("2 packets transmitted, 2 packets received, 0% packet loss", MST_LINE_END);
	read_line("wrong data byte #16 should be 0x10 but was 0x0", MST_LINE_CHANGED);
}

Test(ping_system_line, lines_that_are_nearly_right_are_none_and_nearly_answers_are_told)
{
	static const struct {
		const char *line;
		bool unread_answer, remark;
	} cases[] = {
		{ "", false, false },
		{ "64 bytes from 127.0.0.1: icmp_seq=12 ttl=64 time=0.041", true, true },
		{ "64 bytes from host: icmp_seq=12 ttl=64 time=0.041 ms", true, true },
		{ "64 bytes from 127.0.0.1: icmp_seq=12 ttl=256 time=0.041 ms", true, true },
		{ "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.041 ms and more", true, true },
		{ "-64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=1 ms", true, true },
		{ "64 bytes from 127.0.0.1: icmp_seq=99999999999 ttl=64 time=1 ms", true, true },
		{ "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=. ms", true, true },
		{ "Antwort von 10.0.0.1: Bytes=32 Zeit=1ms ttl=64 time<1", true, true },
		{ "From here icmp_seq=1 x", false, false },
		{ "From 10.77.0.2: icmp_seq=1 Source Quench", false, false },
		{ "92 bytes from 10.77.0.2: Redirect Host", false, false },
		{ "rtt min/avg/max/mdev = 0.027/0.044/0.062/0.017 ms", false, false },
		{ "--- 10.77.0.2 ping statistics ---", false, false },
		{ "#16\t0 0 0 0", false, false },
		{ "ping: Warning: time of day goes back (-5us), taking countermeasures", false, false },
		{ "ping: warning: got ICMP 3 (Destination Unreachable)", false, false },
		{ "ping: permission denied (are you root?)", false, true },
		{ "ping: invalid option -- 'I'", false, true },
		{ "ping: sendmsg", false, true },
		{ "pong: sendmsg: Operation not permitted", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_system_line parsed = read_line(cases[i].line, MST_LINE_OTHER);

		cr_expect(parsed.unread_answer == cases[i].unread_answer && parsed.remark == cases[i].remark,
		          "%s: %d, %d", cases[i].line, parsed.unread_answer, parsed.remark);
	}
}
