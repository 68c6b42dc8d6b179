/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oracle.c - Oracle's TNS listener: a connection that asks for the listener's version and for no database. It answers,
 * or refuses, with VSNNUM=N: the digits of its version in N's hexadecimal form.
 */
#include <stdlib.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { HEAD = 8, ACCEPT = 2, REFUSE = 4, REDIRECT = 5, RESEND = 11 };

static const uint8_t hello[58] = {
	0, 90, 0, 0, 1, 0, 0, 0, 1, 0x3a, 1, 0x2c, 0, 0, 0x20, 0, 0x7f, 0xff, 0x7f, 8, 0, 0, 0, 1, 0, 32, 0, 58,
};
static const char command[] = "(CONNECT_DATA=(COMMAND=VERSION))";

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, hello, sizeof hello);
	mst_talk_say(talk, command);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	if (size < HEAD + 2 || bytes[2] || bytes[3] || bytes[6] || bytes[7] || bytes[0] * 256 + bytes[1] < HEAD)
		return false;
	return bytes[4] == ACCEPT || bytes[4] == REFUSE || bytes[4] == REDIRECT || bytes[4] == RESEND;
}

static void put_number(struct mst_talk *talk, const uint8_t *at, size_t size)
{
	char digits[11];
	unsigned long n;

	if (size > 10)
		size = 10;
	memcpy(digits, at, size);
	digits[size] = 0;
	n = strtoul(digits, NULL, 10);
	if (n >= 1ul << 24 && n <= UINT32_MAX)
		mst_finding_text(talk, MST_SERVICE_VERSION, "%lu.%lu.%lu.%lu.%lu", n >> 24, n >> 20 & 15, n >> 12 & 255,
		                 n >> 8 & 15, n & 255);
}

static enum mst_step named(struct mst_talk *talk, const struct mst_heard *heard)
{
	const uint8_t *end = heard->bytes + heard->size, *number;

	number = mst_finding_place(heard->bytes, heard->size, "VSNNUM=");
	if (number)
		put_number(talk, number + 7, (size_t)(end - number) - 7);
	if (number || mst_finding_place(heard->bytes, heard->size, "TNSLSNR"))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "Oracle TNS listener");
	return mst_finding_done(talk, "oracle-tns");
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint16_t size = mst_read_be16(&r);

	if (heard->size < HEAD + 2)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->bytes[4] == RESEND || heard->size >= size || heard->ended || heard->full)
		return named(talk, heard);
	return MST_STEP_READ;
}

const struct mst_dialogue mst_dialogue_oracle = {
	.name = "oracle-tns",
	.ports = "1521",
	.tls_ports = "2484",
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
