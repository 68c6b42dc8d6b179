/* SPDX-License-Identifier: BSD-2-Clause */
/* test_server.c - which end of a conversation serves. */
#include "listen/server.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define MAX_PORT 1000

enum { CLIENT = 1, SERVER = 2 };

static const struct mst_key key = { { 1, 2 } };

static struct mst_packet packet_between(uint8_t from, uint16_t from_port, uint8_t to, uint16_t to_port)
{
	return (struct mst_packet){
		.source = mst_addr_from_ipv4(0x0a000000u + from),
		.destination = mst_addr_from_ipv4(0x0a000000u + to),
		.source_port = from_port,
		.destination_port = to_port,
		.has_ports = true,
	};
}

static bool tcp_serves(struct mst_conversations *flows, uint8_t from, uint16_t from_port, uint16_t to_port,
                       uint8_t flags, size_t data)
{
	struct mst_packet packet = packet_between(from, from_port, (uint8_t)(3 - from), to_port);

	packet.protocol = MST_IPPROTO_TCP;
	packet.tcp_header_bytes = 20;
	packet.tcp_flags = flags;
	packet.payload_declared = data;
	return mst_server_is_sender(flows, &key, &packet, MAX_PORT);
}

static bool udp_serves(struct mst_conversations *flows, uint8_t from, uint16_t from_port, uint16_t to_port,
                       const char *payload)
{
	struct mst_packet packet = packet_between(from, from_port, (uint8_t)(3 - from), to_port);

	packet.protocol = MST_IPPROTO_UDP;
	packet.bytes = (const uint8_t *)payload;
	packet.payload_bytes = payload ? 4 : 0;
	return mst_server_is_sender(flows, &key, &packet, MAX_PORT);
}

#define SYN MST_TCP_SYN
#define ACK MST_TCP_ACK
#define RST MST_TCP_RST

Test(listen_server, a_connection_is_served_by_the_end_that_accepts_it_whatever_its_ports)
{
	struct mst_conversations *flows = calloc(1, sizeof *flows);

	/* rsh: both ports are low, and the client's is one of a known service. */
	cr_expect_not(tcp_serves(flows, CLIENT, 513, 700, SYN, 0), "opens");
	cr_expect(tcp_serves(flows, SERVER, 700, 513, SYN | ACK, 0), "accepts");
	cr_expect_not(tcp_serves(flows, CLIENT, 513, 700, ACK, 10), "data of the client");
	/* The SYN was not heard, but the SYN-ACK. */
	cr_expect(tcp_serves(flows, SERVER, 50000, 22, SYN | ACK, 0));
	cr_expect_not(tcp_serves(flows, CLIENT, 22, 50000, ACK, 10));
	cr_expect_not(tcp_serves(flows, SERVER, 80, 50000, RST | ACK, 0), "refuses");
	/* The same ports again, in the other direction: the newer SYN counts. */
	cr_expect_not(tcp_serves(flows, SERVER, 700, 513, SYN, 0));
	cr_expect(tcp_serves(flows, CLIENT, 513, 700, ACK, 10));
	free(flows);
}

Test(listen_server, a_connection_heard_from_its_middle_on_needs_one_known_port)
{
	static const struct {
		uint16_t from, to;
		bool serves;
	} rows[] = {
		{ 80, 50000, true },  { 22, 1023, true },    { 111, 700, true },    { 50000, 80, false },
		{ 700, 2049, false }, { 1000, 2049, false }, { 700, 50000, false }, { 900, 80, false },
		{ 514, 1022, true },  { 20, 50000, false },  { 80, 443, false },    { 443, 80, false },
		{ 993, 40001, true }, { 700, 800, false },   { 80, 3128, true },    { 3128, 80, false },
		{ 873, 2049, false },
	};
	struct mst_conversations *flows = calloc(1, sizeof *flows);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		cr_expect_eq(tcp_serves(flows, SERVER, rows[i].from, rows[i].to, ACK, 10), rows[i].serves, "%u to %u",
		             rows[i].from, rows[i].to);
		cr_expect_not(tcp_serves(flows, SERVER, rows[i].from, rows[i].to, ACK, 0), "no data, %u", rows[i].from);
	}
	free(flows);
}

Test(listen_server, over_udp_the_end_that_speaks_first_asks)
{
	struct mst_conversations *flows = calloc(1, sizeof *flows);

	/* mountd: neither port is known. */
	cr_expect_not(udp_serves(flows, CLIENT, 650, 800, NULL));
	cr_expect(udp_serves(flows, SERVER, 800, 650, NULL));
	cr_expect_not(udp_serves(flows, CLIENT, 650, 800, NULL));
	/* Both are the same one. */
	cr_expect_not(udp_serves(flows, CLIENT, 500, 500, NULL));
	cr_expect(udp_serves(flows, SERVER, 500, 500, NULL));
	cr_expect_not(udp_serves(flows, CLIENT, 500, 500, NULL));
	/* A known port serves one that is not, even if it is heard first. */
	cr_expect(udp_serves(flows, SERVER, 53, 40000, NULL));
	cr_expect_not(udp_serves(flows, CLIENT, 40000, 53, NULL));
	cr_expect_not(udp_serves(flows, CLIENT, 800, 2049, NULL), "NFS");
	cr_expect_not(udp_serves(flows, CLIENT, 873, 2049, NULL), "NFS, from a port that some servers use");
	cr_expect(udp_serves(flows, SERVER, 53, 2049, NULL), "a client of DNS may have any port");
	free(flows);
}

Test(listen_server, messages_that_say_whether_they_answer_are_believed)
{
	static const struct {
		uint16_t from, to;
		const char *payload;
		bool serves;
	} rows[] = {
		{ 123, 123, "\x24\2\0\0", true },  { 123, 123, "\x23\2\0\0", false }, /* NTP */
		{ 53, 53, "\0\1\x84\0", true },    { 53, 53, "\0\1\1\0", false },     /* DNS */
		{ 137, 137, "\0\1\x85\0", true },  { 137, 137, "\0\1\1\x10", false }, /* NetBIOS */
		{ 67, 68, "\2\1\6\0", true },      { 68, 67, "\1\1\6\0", false },     /* DHCP */
		{ 67, 67, "\1\1\6\1", false },     { 67, 67, "\2\1\6\1", true },      /* a relay, a server */
		{ 547, 546, "\7abc", true },       { 546, 547, "\1abc", false },      /* DHCPv6 */
		{ 547, 547, "\x0c\0\0\0", false }, { 547, 547, "\x0d\0\0\0", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mst_conversations *flows = calloc(1, sizeof *flows);

		cr_expect_eq(udp_serves(flows, SERVER, rows[i].from, rows[i].to, rows[i].payload), rows[i].serves,
		             "row %zu", i);
		free(flows);
	}
}
