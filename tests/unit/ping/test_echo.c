/* SPDX-License-Identifier: BSD-2-Clause */
/* test_echo.c - messages written and read back, tampered with, and quoted. */
#include <criterion/criterion.h>
#include <string.h>

#include "ping/echo.h"
#include "wire/bytes.h"
#include "wire/checksum.h"

#define SIZE 56
#define BYTES (MST_ECHO_HEADER + SIZE)

static const struct mst_echo echo = { .key = { { 1, 2 } }, .identifier = 0x1234, .size = SIZE };

static void make_reply(uint8_t *bytes, uint32_t host, uint32_t question)
{
	mst_echo_write(&echo, bytes, host, question);
	bytes[0] = 0;
	mst_put_be16(bytes + 2, 0);
	mst_put_be16(bytes + 2, mst_checksum(mst_sum_bytes(0, bytes, BYTES)));
}

static void resum(uint8_t *bytes, size_t count)
{
	mst_put_be16(bytes + 2, 0);
	mst_put_be16(bytes + 2, mst_checksum(mst_sum_bytes(0, bytes, count)));
}

Test(ping_echo, a_reply_tells_host_and_question_and_proves_them)
{
	struct mst_echo_answer answer;
	uint8_t bytes[BYTES];

	make_reply(bytes, 7, 70001);
	cr_assert(mst_echo_read(&echo, bytes, BYTES, &answer));
	cr_expect_eq(answer.kind, MST_PING_ECHO_REPLY);
	cr_expect(answer.proved && answer.payload == MST_PING_WHOLE && !answer.bad_checksum);
	cr_expect(answer.host == 7 && answer.question == 70001 && answer.sequence == (uint16_t)70001);
}

Test(ping_echo, any_byte_changed_is_no_reply_or_is_told)
{
	for (size_t i = 0; i < BYTES; i++) {
		struct mst_echo_answer answer;
		uint8_t bytes[BYTES];

		make_reply(bytes, 7, 70001);
		bytes[i] ^= 0x40;
		if (i != 2 && i != 3)
			resum(bytes, BYTES); /* else the checksum catches it */
		if (mst_echo_read(&echo, bytes, BYTES, &answer) && answer.kind == MST_PING_ECHO_REPLY && i != 1)
			cr_expect(i == 2 || i == 3 ? answer.bad_checksum : answer.payload == MST_PING_CHANGED,
			          "byte %zu", i);
	}
}

Test(ping_echo, replies_cut_short_grown_or_changed_are_answers_and_are_told)
{
	static const struct {
		size_t bytes;
		int change; /* this byte; -1: none */
		enum mst_ping_payload payload;
		bool proved;
	} cases[] = {
		{ BYTES, -1, MST_PING_WHOLE, true },
		{ BYTES - 2, -1, MST_PING_TRUNCATED, true },
		{ MST_ECHO_HEADER + 16, -1, MST_PING_TRUNCATED, true },
		{ MST_ECHO_HEADER + 15, -1, MST_PING_TRUNCATED, false },
		{ MST_ECHO_HEADER, -1, MST_PING_TRUNCATED, false },
		{ BYTES + 4, -1, MST_PING_PADDED, true },
		{ BYTES + 4, 40, MST_PING_CHANGED, true },
		{ BYTES, 40, MST_PING_CHANGED, true },
		{ BYTES, BYTES - 1, MST_PING_CHANGED, true },
		{ BYTES, 10, MST_PING_CHANGED, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_echo_answer answer;
		uint8_t bytes[BYTES + 4] = { 0 };

		make_reply(bytes, 7, 1);
		if (cases[i].change >= 0)
			bytes[cases[i].change] ^= 0x55;
		resum(bytes, cases[i].bytes);
		cr_assert(mst_echo_read(&echo, bytes, cases[i].bytes, &answer));
		cr_expect(answer.kind == MST_PING_ECHO_REPLY && answer.sequence == 1, "%zu", i);
		cr_expect_eq(answer.payload, cases[i].payload, "%zu: %s", i, mst_ping_payload_name(answer.payload));
		cr_expect_eq(answer.proved, cases[i].proved, "%zu", i);
	}
}

Test(ping_echo, without_a_payload_more_bytes_are_padding)
{
	struct mst_echo none = echo;
	struct mst_echo_answer answer;
	uint8_t bytes[MST_ECHO_HEADER + 20] = { 0 };

	none.size = 0;
	mst_echo_write(&none, bytes, 7, 9);
	bytes[0] = 0;
	resum(bytes, sizeof bytes);
	cr_assert(mst_echo_read(&none, bytes, sizeof bytes, &answer));
	cr_expect_eq(answer.payload, MST_PING_PADDED);
	resum(bytes, MST_ECHO_HEADER);
	cr_assert(mst_echo_read(&none, bytes, MST_ECHO_HEADER, &answer));
	cr_expect_eq(answer.payload, MST_PING_WHOLE);
}

Test(ping_echo, another_key_or_identifier_is_a_strangers)
{
	struct mst_echo other = echo;
	struct mst_echo_answer answer;
	uint8_t bytes[BYTES];

	make_reply(bytes, 7, 1);
	other.identifier++;
	cr_expect_not(mst_echo_read(&other, bytes, BYTES, &answer));
	other = echo;
	other.key.words[0]++;
	cr_assert(mst_echo_read(&other, bytes, BYTES, &answer));
	cr_expect(!answer.proved && answer.payload == MST_PING_CHANGED);
}

Test(ping_echo, an_error_tells_whom_the_question_was_for)
{
	uint8_t bytes[8 + 20 + BYTES] = { 3, 1 };
	struct mst_echo_answer answer;

	bytes[8] = 0x45;
	bytes[8 + 9] = 1;
	memcpy(bytes + 8 + 16, "\x0a\0\0\x09", 4);
	mst_echo_write(&echo, bytes + 28, 3, 5);
	resum(bytes, sizeof bytes);
	cr_assert(mst_echo_read(&echo, bytes, sizeof bytes, &answer));
	cr_expect(answer.kind == MST_PING_ECHO_ERROR && answer.type == 3 && answer.code == 1);
	cr_expect_eq(mst_addr_ipv4(&answer.asked), 0x0a000009);
	cr_expect(answer.proved && answer.host == 3 && answer.question == 5);
	resum(bytes, 8 + 20 + 8); /* a router that quotes no more than it must (RFC 792) */
	cr_assert(mst_echo_read(&echo, bytes, 8 + 20 + 8, &answer));
	cr_expect(answer.kind == MST_PING_ECHO_ERROR && !answer.proved && answer.sequence == 5);
	resum(bytes, 8 + 20 + 4);
	cr_expect_not(mst_echo_read(&echo, bytes, 8 + 20 + 4, &answer));
}

Test(ping_echo, small_payloads_go_by_identifier_and_sequence)
{
	struct mst_echo small = echo;
	struct mst_echo_answer answer;
	uint8_t bytes[MST_ECHO_HEADER + 4];

	small.size = 4;
	mst_echo_write(&small, bytes, 7, 9);
	bytes[0] = 0;
	resum(bytes, sizeof bytes);
	cr_assert(mst_echo_read(&small, bytes, sizeof bytes, &answer));
	cr_expect(!answer.proved && answer.payload == MST_PING_WHOLE && answer.sequence == 9);
}

/* An ICMP message of a router with this second word, which quotes our request to 10.0.0.9. */
static bool read_quote(uint8_t type, uint8_t code, uint32_t word, struct mst_echo_answer *answer)
{
	uint8_t bytes[8 + 20 + BYTES] = { type, code };

	mst_put_be32(bytes + 4, word);
	bytes[8] = 0x45;
	bytes[8 + 9] = 1;
	mst_put_be32(bytes + 8 + 16, 0x0a000009);
	mst_echo_write(&echo, bytes + 28, 7, 70001);
	resum(bytes, sizeof bytes);
	return mst_echo_read(&echo, bytes, sizeof bytes, answer);
}

Test(ping_echo, errors_tell_mtu_and_pointer_and_redirects_the_gateway)
{
	struct mst_echo_answer answer;

	cr_assert(read_quote(3, 4, 1280, &answer));
	cr_expect(answer.kind == MST_PING_ECHO_ERROR && answer.mtu == 1280 && answer.proved);
	cr_assert(read_quote(3, 4, 0xffff0500, &answer)); /* RFC 1191: the upper half is unused */
	cr_expect_eq(answer.mtu, 1280);
	cr_assert(read_quote(3, 1, 1280, &answer));
	cr_expect_eq(answer.mtu, 0);
	cr_assert(read_quote(12, 0, 20u << 24, &answer));
	cr_expect(answer.kind == MST_PING_ECHO_ERROR && answer.pointer == 20);
	cr_assert(read_quote(5, 1, 0x0a000001, &answer));
	cr_expect(answer.kind == MST_PING_ECHO_REDIRECT && mst_addr_ipv4(&answer.gateway) == 0x0a000001);
	cr_expect(answer.proved && answer.host == 7 && mst_addr_ipv4(&answer.asked) == 0x0a000009);
}

Test(ping_echo, a_redirect_of_ipv6_quotes_our_request_in_an_option)
{
	uint8_t bytes[40 + 8 + 8 + 40 + BYTES] = { 137 };
	struct mst_echo ipv6 = echo;
	struct mst_echo_answer answer;

	ipv6.ipv6 = true;
	memcpy(bytes + 8, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x09", 16); /* the next hop */
	bytes[40] = 2, bytes[41] = 1;                                    /* its link-layer address */
	bytes[48] = 4, bytes[49] = (sizeof bytes - 48) / 8;
	bytes[56] = 0x60, bytes[56 + 6] = 58, bytes[56 + 39] = 7; /* asked: ::7 */
	mst_echo_write(&ipv6, bytes + 96, 7, 70001);
	cr_assert(mst_echo_read(&ipv6, bytes, sizeof bytes, &answer));
	cr_expect(answer.kind == MST_PING_ECHO_REDIRECT && answer.type == 137);
	cr_expect(answer.gateway.family == MST_IPV6 && answer.gateway.bytes[0] == 0xfe &&
	          answer.gateway.bytes[15] == 9);
	cr_expect(answer.proved && answer.host == 7 && answer.question == 70001 && answer.asked.bytes[15] == 7);
	for (size_t count = 0; count < 96 + 8; count++)
		cr_expect_not(mst_echo_read(&ipv6, bytes, count, &answer), "%zu bytes", count);
	bytes[41] = 0; /* an option without a length */
	cr_expect_not(mst_echo_read(&ipv6, bytes, sizeof bytes, &answer));
	bytes[41] = 1, bytes[48] = 3; /* nothing is quoted */
	cr_expect_not(mst_echo_read(&ipv6, bytes, sizeof bytes, &answer));
}

Test(ping_echo, the_kernels_word_about_an_ipv6_error_is_its_mtu_or_pointer)
{
	struct mst_echo ipv6 = echo;
	struct mst_echo_answer answer = { .type = 2 };

	ipv6.ipv6 = true;
	mst_echo_explain(&ipv6, &answer, 1280);
	cr_expect(answer.kind == MST_PING_ECHO_ERROR && answer.mtu == 1280);
	answer = (struct mst_echo_answer){ .type = 4, .code = 1 };
	mst_echo_explain(&ipv6, &answer, 40);
	cr_expect(answer.pointer == 40 && answer.mtu == 0);
}
