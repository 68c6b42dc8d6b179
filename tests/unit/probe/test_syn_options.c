/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_syn_options.c - SYNs of each kind of --syn-options, compared byte by byte with what systems send, and what their
 * answers prove.
 */
#include "probe/syn_options.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/probe/fixture_questions.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define FRAME_MAX 80

/* connect(2) of Linux 6.18, net.ipv4.tcp_rmem "4096 131072 6291456" as before 6.16: IPv4 and IPv6. */
static const uint8_t linux4[60] = {
	0x45, 0x00, 0x00, 0x3c, 0x18, 0x3b, 0x40, 0x00, 0x40, 0x06, 0x0e, 0x7d, 0x0a, 0x01, 0x00,
	0x01, 0x0a, 0x01, 0x00, 0x02, 0x9d, 0xb2, 0x00, 0x51, 0x11, 0x81, 0xd5, 0xbf, 0x00, 0x00,
	0x00, 0x00, 0xa0, 0x02, 0xfa, 0xf0, 0xd8, 0x19, 0x00, 0x00, 0x02, 0x04, 0x05, 0xb4, 0x04,
	0x02, 0x08, 0x0a, 0x2b, 0xc1, 0xaf, 0xeb, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03, 0x03, 0x07,
};
static const uint8_t linux6[80] = {
	0x60, 0x04, 0x7c, 0xa7, 0x00, 0x28, 0x06, 0x40, 0xfd, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0xfd, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xc0, 0x82, 0x00, 0x51, 0x5b, 0x03, 0xc0, 0x35,
	0x00, 0x00, 0x00, 0x00, 0xa0, 0x02, 0xfd, 0x20, 0x77, 0x36, 0x00, 0x00, 0x02, 0x04, 0x05, 0xa0,
	0x04, 0x02, 0x08, 0x0a, 0x03, 0xa9, 0xfa, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03, 0x03, 0x07,
};

/* What Windows 10 and 11 have behind the addresses: JA4T 64240_2-1-3-1-1-4_1460_8 (FoxIO). */
static const uint8_t windows_options[12] = { 2, 4, 0x05, 0xb4, 1, 3, 3, 8, 1, 1, 4, 2 };

static struct mst_probe_setup setup_with(enum mst_syn_options which, uint8_t ttl)
{
	struct mst_probe_setup with = setup;

	with.syn_options = which;
	with.ttl = ttl;
	return with;
}

static size_t make(uint8_t frame[FRAME_MAX], const struct mst_probe_setup *with, const char *from, const char *to,
                   uint16_t port)
{
	struct mst_template template;
	struct mst_addr us, host;
	struct mst_aim aim;

	cr_assert(mst_addr_parse(&us, from) == 0 && mst_addr_parse(&host, to) == 0);
	aim = (struct mst_aim){ host, port, { 3, 1 }, 0 };
	mst_probe_tcp_syn.prepare(&template, with, &us);
	mst_probe_tcp_syn.aim(frame, &template, with, &aim);
	return template.length;
}

static void copy(uint8_t *to, const uint8_t *from, size_t at, size_t count)
{
	memcpy(to + at, from + at, count);
}

static bool tcp_sum_is_right(const uint8_t *frame, size_t at, size_t length)
{
	size_t addresses = at == MST_IPV6_BYTES ? MST_IPV6_SOURCE : MST_IPV4_SOURCE;
	uint32_t sum = mst_sum_bytes(MST_PROTO_TCP + (uint32_t)(length - at), frame + addresses, at - addresses);

	return mst_checksum(mst_sum_bytes(sum, frame + at, length - at)) == 0;
}

/* Identification, source port, sequence number, TSval and the checksums are each connection's own. */
Test(probe_syn_options, of_linux_is_the_kernels_own_syn_byte_by_byte)
{
	struct mst_probe_setup with = setup_with(MST_SYN_LINUX, 64);
	uint8_t frame[FRAME_MAX];

	cr_assert_eq(make(frame, &with, "10.1.0.1", "10.1.0.2", 81), sizeof linux4);
	cr_expect(tcp_sum_is_right(frame, 20, sizeof linux4));
	cr_expect_eq(mst_checksum(mst_sum_bytes(0, frame, 20)), 0);
	copy(frame, linux4, 4, 2);
	copy(frame, linux4, 10, 2);
	copy(frame, linux4, 20, 2);
	copy(frame, linux4, 24, 4);
	copy(frame, linux4, 36, 2);
	copy(frame, linux4, 48, 4);
	cr_expect_arr_eq(frame, linux4, sizeof linux4);
	cr_assert_eq(make(frame, &with, "fd00::1", "fd00::2", 81), sizeof linux6);
	cr_expect(tcp_sum_is_right(frame, 40, sizeof linux6));
	copy(frame, linux6, 1, 3); /* the flow label */
	copy(frame, linux6, 40, 2);
	copy(frame, linux6, 44, 4);
	copy(frame, linux6, 56, 2);
	copy(frame, linux6, 68, 4);
	cr_expect_arr_eq(frame, linux6, sizeof linux6);
}

Test(probe_syn_options, of_windows_are_those_that_windows_is_documented_to_send)
{
	struct mst_probe_setup with = setup_with(MST_SYN_WINDOWS, 128);
	uint8_t frame[FRAME_MAX];

	cr_assert_eq(make(frame, &with, "10.1.0.1", "10.1.0.2", 81), 52);
	cr_expect(tcp_sum_is_right(frame, 20, 52) && frame[8] == 128 && frame[6] == 0x40, "TTL and DF");
	cr_expect(frame[32] == 8 << 4 && frame[33] == MST_TCP_SYN && be16(frame + 34) == 64240);
	cr_expect_arr_eq(frame + 40, windows_options, sizeof windows_options);
	cr_assert_eq(make(frame, &with, "fd00::1", "fd00::2", 81), 72);
	cr_expect(tcp_sum_is_right(frame, 40, 72) && frame[7] == 128 && be16(frame + 54) == 64800);
	cr_expect_eq(be16(frame + 62), 1440);
	frame[62] = 0x05;
	frame[63] = 0xb4;
	cr_expect_arr_eq(frame + 60, windows_options, sizeof windows_options);
}

Test(probe_syn_options, mss_is_alone)
{
	struct mst_probe_setup with = setup_with(MST_SYN_MSS, 64);
	uint8_t frame[FRAME_MAX];

	cr_assert_eq(make(frame, &with, "10.1.0.1", "10.1.0.2", 81), 44);
	cr_expect(tcp_sum_is_right(frame, 20, 44) && be32(frame + 40) == 0x020405b4 && be16(frame + 34) == 64240);
	cr_assert_eq(make(frame, &with, "fd00::1", "fd00::2", 81), 64);
	cr_expect(tcp_sum_is_right(frame, 40, 64) && be32(frame + 60) == 0x020405a0 && be16(frame + 54) == 64800);
}

/* The SYN-ACK of a host that echoes this, or has no timestamps: 0. */
static struct packet syn_ack(const uint8_t *syn, uint32_t echo)
{
	struct packet answer = { 0 };
	uint8_t *tcp = answer.bytes + MST_IPV4_BYTES;

	memcpy(answer.bytes, syn, MST_IPV4_BYTES + MST_TCP_BYTES);
	mst_put_be32(answer.bytes + MST_IPV4_SOURCE, HOST);
	mst_put_be32(answer.bytes + MST_IPV4_DESTINATION, US);
	mst_put_be16(tcp + MST_TCP_SOURCE, PORT);
	mst_put_be16(tcp + MST_TCP_DESTINATION, be16(syn + MST_IPV4_BYTES));
	mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, be32(syn + MST_IPV4_BYTES + MST_TCP_SEQ) + 1);
	tcp[MST_TCP_FLAGS] = MST_TCP_SYN | MST_TCP_ACK;
	tcp[MST_TCP_OFFSET] = (uint8_t)((echo ? 8 : 5) << 4);
	memcpy(tcp + MST_TCP_BYTES, (uint8_t[]){ 1, 1, 8, 10 }, 4);
	mst_put_be32(tcp + MST_TCP_BYTES + 8, echo);
	answer.length = MST_IPV4_BYTES + (echo ? 32 : 20);
	packet_finish(&answer);
	return answer;
}

/* Without timestamps there is nothing to echo: an answer with the very TSval that would have been sent is chance. */
Test(probe_syn_options, without_timestamps_an_answer_proves_its_ticket_and_source_port_alone)
{
	struct mst_probe_setup with = setup_with(MST_SYN_LINUX, 64);
	uint8_t frame[FRAME_MAX];
	struct mst_answer found;
	struct packet answer;
	uint32_t tsval;

	make(frame, &with, "10.0.0.1", "10.0.0.2", PORT);
	tsval = be32(frame + 48);
	for (enum mst_syn_options which = 0; which < MST_SYN_OPTIONS_COUNT; which++) {
		with = setup_with(which, 64);
		make(frame, &with, "10.0.0.1", "10.0.0.2", PORT);
		answer = syn_ack(frame, tsval);
		cr_assert(recognise(&answer, &with, &found));
		cr_expect_eq(found.bits, which == MST_SYN_LINUX ? 32 + 9 + 32 : 32 + 9, "%d: %u", which, found.bits);
		answer = syn_ack(frame, 0);
		cr_assert(recognise(&answer, &with, &found));
		cr_expect_eq(found.bits, 32 + 9, "%d: %u", which, found.bits);
	}
}
