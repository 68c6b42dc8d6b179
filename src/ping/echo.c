/* SPDX-License-Identifier: BSD-2-Clause */
/* echo.c - see echo.h. */
#include "ping/echo.h"

#include <string.h>

#include "base/reader.h"
#include "wire/bytes.h"
#include "wire/checksum.h"

enum { ECHO = 8, REPLY = 0, ECHO6 = 128, REPLY6 = 129, REDIRECT6 = 137 };
enum { UNREACHABLE = 3, REDIRECT = 5, TIME_EXCEEDED = 11, PARAMETER_PROBLEM = 12, TOO_BIG6 = 2, ERROR6_LAST = 4 };
#define FRAGMENTATION_NEEDED 4
#define PROTO_ICMP 1
#define PROTO_ICMP6 58
#define REDIRECTED_HEADER 4 /* an option of neighbour discovery */
#define OPTION_UNIT 8

static uint64_t proof_of(const struct mst_echo *echo, uint32_t host, uint32_t question)
{
	uint64_t words[1] = { (uint64_t)host << 32 | question };

	return mst_siphash(&echo->key, words, 1);
}

static uint8_t pattern_at(size_t i)
{
	return (uint8_t)i;
}

void mst_echo_write(const struct mst_echo *echo, uint8_t *bytes, uint32_t host, uint32_t question)
{
	uint8_t *payload = bytes + MST_ECHO_HEADER;

	memset(bytes, 0, MST_ECHO_HEADER);
	bytes[0] = echo->ipv6 ? ECHO6 : ECHO;
	mst_put_be16(bytes + 4, echo->identifier);
	mst_put_be16(bytes + 6, (uint16_t)question);
	for (size_t i = 0; i < echo->size; i++)
		payload[i] = pattern_at(i);
	if (echo->size >= MST_ECHO_PROOF) {
		mst_put_be32(payload, host);
		mst_put_be32(payload + 4, question);
		mst_put_be64(payload + 8, proof_of(echo, host, question));
	}
	if (!echo->ipv6)
		mst_put_be16(bytes + 2, mst_checksum(mst_sum_bytes(0, bytes, MST_ECHO_HEADER + echo->size)));
}

/* What is left of the payload begins at byte `from`; it has `left` bytes in all. */
static enum mst_ping_payload compare_payload(const struct mst_echo *echo, struct mst_reader *r, size_t from,
                                             size_t left)
{
	bool same = true;

	if (left < echo->size)
		return MST_PING_TRUNCATED;
	for (size_t i = from; i < echo->size; i++)
		same &= mst_read_u8(r) == pattern_at(i);
	if (!same)
		return MST_PING_CHANGED;
	return left > echo->size ? MST_PING_PADDED : MST_PING_WHOLE;
}

/*
 * Reads the payload of an answer, or of the quoted part of a question: host, question, and whether the payload is
 * what was sent.
 */
static void read_payload(const struct mst_echo *echo, struct mst_reader *r, struct mst_echo_answer *answer)
{
	size_t from = 0, left = r->left;

	if (echo->size >= MST_ECHO_PROOF) {
		answer->host = mst_read_be32(r);
		answer->question = mst_read_be32(r);
		answer->proved = mst_read_be64(r) == proof_of(echo, answer->host, answer->question) && !r->short_read &&
		                 (uint16_t)answer->question == answer->sequence;
		from = MST_ECHO_PROOF;
	}
	answer->payload = compare_payload(echo, r, from, left);
	if (from && !answer->proved && answer->payload != MST_PING_TRUNCATED)
		answer->payload = MST_PING_CHANGED;
}

/* Reads identifier and sequence of an echo message; false when the identifier is not ours. */
static bool read_numbers(const struct mst_echo *echo, struct mst_reader *r, struct mst_echo_answer *answer)
{
	uint16_t identifier = mst_read_be16(r);

	answer->sequence = mst_read_be16(r);
	return !r->short_read && (echo->any_identifier || identifier == echo->identifier);
}

/* Type, code, checksum. */
static uint8_t read_head(struct mst_reader *r, uint8_t *code)
{
	uint8_t type = mst_read_u8(r);

	*code = mst_read_u8(r);
	mst_skip(r, 2);
	return type;
}

/* Skips the IP header that an error quotes; the reader then stands at the quoted echo request. */
static bool skip_quoted_ip(const struct mst_echo *echo, struct mst_reader *r, struct mst_addr *asked)
{
	uint8_t first = mst_read_u8(r), protocol;
	size_t address = echo->ipv6 ? 16 : 4;
	const uint8_t *destination;

	if (echo->ipv6) {
		mst_skip(r, 5);
		protocol = mst_read_u8(r);
		mst_skip(r, 17);
	} else {
		mst_skip(r, 8);
		protocol = mst_read_u8(r);
		mst_skip(r, 6);
	}
	destination = mst_read_bytes(r, address);
	if (!destination || first >> 4 != (echo->ipv6 ? 6 : 4) || protocol != (echo->ipv6 ? PROTO_ICMP6 : PROTO_ICMP))
		return false;
	*asked = (struct mst_addr){ .family = echo->ipv6 ? MST_IPV6 : MST_IPV4 };
	memcpy(asked->bytes, destination, address);
	if (!echo->ipv6 && (first & 15) > 5)
		mst_skip(r, ((size_t)(first & 15) - 5) * 4);
	return !r->short_read;
}

static bool is_error(const struct mst_echo *echo, uint8_t type)
{
	if (echo->ipv6)
		return type >= 1 && type <= ERROR6_LAST;
	return type == UNREACHABLE || type == REDIRECT || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM;
}

void mst_echo_explain(const struct mst_echo *echo, struct mst_echo_answer *answer, uint32_t word)
{
	bool ipv6 = echo->ipv6;

	answer->kind = !ipv6 && answer->type == REDIRECT ? MST_PING_ECHO_REDIRECT : MST_PING_ECHO_ERROR;
	if (answer->kind == MST_PING_ECHO_REDIRECT)
		answer->gateway = mst_addr_from_ipv4(word);
	if (ipv6 ? answer->type == TOO_BIG6 : answer->type == UNREACHABLE && answer->code == FRAGMENTATION_NEEDED)
		answer->mtu = word;
	if (answer->type == (ipv6 ? ERROR6_LAST : PARAMETER_PROBLEM))
		answer->pointer = word;
}

/* Whether our request is quoted here, behind its IP header. */
static bool read_quoted(const struct mst_echo *echo, struct mst_reader *r, struct mst_echo_answer *answer)
{
	uint8_t code, type;

	if (!skip_quoted_ip(echo, r, &answer->asked))
		return false;
	type = read_head(r, &code);
	if (type != (echo->ipv6 ? ECHO6 : ECHO) || !read_numbers(echo, r, answer))
		return false;
	read_payload(echo, r, answer); /* the proof is not required: many routers quote only eight bytes */
	answer->payload = MST_PING_WHOLE;
	return true;
}

/* RFC 4861, section 4.5: the better next hop, and what was sent, in an option. */
static bool read_redirect6(const struct mst_echo *echo, struct mst_reader *r, struct mst_echo_answer *answer)
{
	const uint8_t *gateway;

	mst_skip(r, 4);
	gateway = mst_read_bytes(r, 16);
	mst_skip(r, 16);
	answer->kind = MST_PING_ECHO_REDIRECT;
	answer->gateway = (struct mst_addr){ .family = MST_IPV6 };
	if (gateway)
		memcpy(answer->gateway.bytes, gateway, 16);
	while (r->left > 0) {
		uint8_t type = mst_read_u8(r);
		size_t bytes = (size_t)mst_read_u8(r) * OPTION_UNIT;

		if (r->short_read || bytes == 0)
			return false;
		if (type == REDIRECTED_HEADER) {
			mst_skip(r, 6);
			return read_quoted(echo, r, answer);
		}
		mst_skip(r, bytes - 2);
	}
	return false;
}

static bool read_error(const struct mst_echo *echo, struct mst_reader *r, struct mst_echo_answer *answer)
{
	uint32_t word = mst_read_be32(r);

	if (!echo->ipv6 && answer->type == UNREACHABLE)
		word &= 0xffff; /* RFC 1191: the upper half is unused */
	else if (!echo->ipv6 && answer->type == PARAMETER_PROBLEM)
		word >>= 24;
	mst_echo_explain(echo, answer, word);
	return read_quoted(echo, r, answer);
}

bool mst_echo_read(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	*answer = (struct mst_echo_answer){ .kind = MST_PING_ECHO_NONE, .bytes = (uint32_t)count };
	answer->type = read_head(&r, &answer->code);
	if (r.short_read)
		return false;
	answer->bad_checksum = !echo->ipv6 && mst_checksum(mst_sum_bytes(0, bytes, count)) != 0;
	if (answer->type == (echo->ipv6 ? REPLY6 : REPLY)) {
		if (!read_numbers(echo, &r, answer))
			return false;
		answer->kind = MST_PING_ECHO_REPLY;
		read_payload(echo, &r, answer);
		return true;
	}
	if (!answer->bad_checksum && is_error(echo, answer->type) && read_error(echo, &r, answer))
		return true;
	if (echo->ipv6 && answer->type == REDIRECT6 && read_redirect6(echo, &r, answer))
		return true;
	answer->kind = MST_PING_ECHO_NONE;
	return false;
}

bool mst_echo_read_ipv4(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer,
                        uint8_t *ttl, struct mst_addr *from)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint8_t first = mst_read_u8(&r);
	size_t header = (size_t)(first & 15) * 4;

	mst_skip(&r, 7);
	*ttl = mst_read_u8(&r);
	mst_skip(&r, 3);
	*from = mst_addr_from_ipv4(mst_read_be32(&r));
	mst_skip(&r, 4);
	if (r.short_read || first >> 4 != 4 || header < 20 || header > count)
		return false;
	return mst_echo_read(echo, bytes + header, count - header, answer);
}

bool mst_echo_read_own(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint8_t type;

	*answer = (struct mst_echo_answer){ .kind = MST_PING_ECHO_ERROR, .bytes = (uint32_t)count };
	type = read_head(&r, &answer->code);
	if (type != (echo->ipv6 ? ECHO6 : ECHO) || !read_numbers(echo, &r, answer))
		return false;
	read_payload(echo, &r, answer);
	return true;
}
