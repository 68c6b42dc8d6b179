/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_xdp_echo.c - the program in the kernel and the reader in user space judge each reply alike: intact, altered,
 * from another address, or not ours.
 */
#include "rx/xdp_echo.h"

#include <criterion/criterion.h>
#include <string.h>

#include "probe/probe.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define VARIANTS 20000
#define SLOT_BITS 20
#define ICMP_MAX 80

static const struct mst_probe_setup setup = {
	.key = { { 33, 44 } },
	.slot_bits = SLOT_BITS,
	.source_port_first = 40000,
	.source_ports = 1000,
	.ttl = 64,
};

static const struct mst_probe probes[] = { { .kind = &mst_probe_icmp_echo }, { .kind = &mst_probe_icmp_timestamp } };

struct reply {
	struct mst_addr source;
	size_t count;
	uint8_t icmp[ICMP_MAX];
};

static struct mst_addr addr(uint8_t family, uint8_t last)
{
	struct mst_addr addr = { .family = family, .bytes = { 10, 1, 2, last } };

	if (family == MST_IPV6)
		addr = (struct mst_addr){ .family = family, .bytes = { 0x20, 1, 0xd, 0xb8, [15] = last } };
	return addr;
}

/* What a host sends back to a request that was sent to `.1`. */
static struct reply reply_of(const struct mst_probe_kind *kind, uint8_t family)
{
	struct mst_addr us = addr(family, 99);
	struct mst_aim aim = { addr(family, 1), 0, { 77, 2 }, 123456 };
	struct mst_template template;
	struct reply reply = { .source = aim.addr };
	uint8_t frame[MST_PROBE_BYTES];

	kind->prepare(&template, &setup, &us);
	kind->aim(frame, &template, &setup, &aim);
	reply.count = (size_t)(template.length - template.at);
	memcpy(reply.icmp, frame + template.at, reply.count);
	reply.icmp[0] = kind == &mst_probe_icmp_timestamp ? MST_ICMP_TIMESTAMP_REPLY
	                : family == MST_IPV6              ? MST_ICMP6_ECHO_REPLY
	                                                  : MST_ICMP_ECHO_REPLY;
	return reply;
}

static enum mst_xdp_reply judge_in_kernel(const struct reply *reply)
{
	const uint8_t *end = reply->icmp + reply->count;

	return reply->icmp[0] == MST_ICMP_TIMESTAMP_REPLY
	               ? mst_xdp_judge_timestamp(&setup.key, SLOT_BITS, reply->icmp, end, &reply->source)
	               : mst_xdp_judge_echo(&setup.key, SLOT_BITS, reply->icmp, end, &reply->source);
}

static enum mst_xdp_reply judge_in_user_space(const struct reply *reply)
{
	const uint8_t *icmp = reply->icmp;
	struct mst_answer answer;
	struct mst_view view = {
		.source = reply->source,
		.destination = addr(reply->source.family, 99),
		.kind = MST_VIEW_ICMP,
		.proto = reply->source.family == MST_IPV6 ? MST_PROTO_ICMP6 : MST_PROTO_ICMP,
	};

	if (reply->count < MST_ICMP_BYTES)
		return MST_XDP_NOT_OURS;
	view.icmp = (struct mst_icmp_view){
		.type = icmp[0],
		.code = icmp[1],
		.id = (uint16_t)(icmp[4] << 8 | icmp[5]),
		.seq = (uint16_t)(icmp[6] << 8 | icmp[7]),
		.payload = icmp + MST_ICMP_BYTES,
		.payload_bytes = reply->count - MST_ICMP_BYTES,
	};
	if (!mst_probe_recognise(probes, 2, &setup, &view, &answer))
		return MST_XDP_NOT_OURS;
	return answer.proven ? MST_XDP_OURS : MST_XDP_TICKET_ONLY;
}

/* splitmix64 (S. Vigna). */
static uint32_t draw(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return (uint32_t)(x >> 32);
}

/* Cut, padded, a byte changed, from another address; several of them, or none. */
static void vary(struct reply *reply, uint64_t *state)
{
	uint32_t choice = draw(state);

	if (choice & 1)
		reply->source = addr(reply->source.family, (uint8_t)(draw(state) % 4));
	if (choice & 2)
		reply->icmp[4 + draw(state) % (reply->count - 4)] ^= (uint8_t)(1 << draw(state) % 8);
	if (choice & 4)
		reply->count = draw(state) % (reply->count + 1);
	else if (choice & 8)
		reply->count += draw(state) % (ICMP_MAX - reply->count);
	if ((choice & 0x30) == 0x30)
		memset(reply->icmp + 8, 0, sizeof reply->icmp - 8);
}

Test(rx_xdp_echo, kernel_and_user_space_judge_every_variant_alike)
{
	static const struct {
		const struct mst_probe_kind *kind;
		uint8_t family;
	} kinds[] = {
		{ &mst_probe_icmp_echo, MST_IPV4 },
		{ &mst_probe_icmp_echo, MST_IPV6 },
		{ &mst_probe_icmp_timestamp, MST_IPV4 },
	};
	uint64_t state = 2026;
	unsigned seen[3][3] = { 0 };

	for (unsigned i = 0; i < VARIANTS; i++) {
		unsigned k = i % 3;
		struct reply reply = reply_of(kinds[k].kind, kinds[k].family);
		enum mst_xdp_reply in_kernel, in_user_space;

		vary(&reply, &state);
		in_kernel = judge_in_kernel(&reply);
		in_user_space = judge_in_user_space(&reply);
		cr_assert_eq(in_kernel, in_user_space, "variant %u: %d in the kernel, %d in user space", i, in_kernel,
		             in_user_space);
		seen[k][in_kernel]++;
	}
	for (unsigned k = 0; k < 3; k++) {
		for (unsigned judgement = 0; judgement < 3; judgement++)
			cr_expect_gt(seen[k][judgement], 100, "kind %u, judgement %u: too few to mean anything", k,
			             judgement);
	}
}

Test(rx_xdp_echo, a_reply_without_payload_has_its_ticket)
{
	struct reply reply = reply_of(&mst_probe_icmp_echo, MST_IPV4);

	cr_expect_eq(judge_in_kernel(&reply), MST_XDP_OURS);
	reply.count = MST_ICMP_BYTES;
	cr_expect_eq(judge_in_kernel(&reply), MST_XDP_TICKET_ONLY);
	reply.count--;
	cr_expect_eq(judge_in_kernel(&reply), MST_XDP_NOT_OURS);
}

Test(rx_xdp_echo, a_reply_from_another_address_is_ours_by_its_payload)
{
	struct reply reply = reply_of(&mst_probe_icmp_echo, MST_IPV6);

	reply.source = addr(MST_IPV6, 2);
	cr_expect_eq(judge_in_kernel(&reply), MST_XDP_OURS);
	reply.icmp[MST_XDP_TARGET_AT + 15] ^= 1;
	cr_expect_eq(judge_in_kernel(&reply), MST_XDP_NOT_OURS);
}
