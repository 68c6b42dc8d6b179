/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_ping.c - any bytes as an answer to an echo request, by every way they come: nothing is read past them, and only
 * what the key proves is called proved.
 *
 * The first byte chooses the family and the size of the payload.
 */
#include <stdlib.h>
#include <string.h>

#include "ping/echo.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void check(const struct mst_echo *echo, const struct mst_echo_answer *answer, bool ours, size_t count)
{
	must(!ours || answer->kind != MST_PING_ECHO_NONE);
	must(answer->bytes <= count);
	must(!answer->proved || echo->size >= MST_ECHO_PROOF);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static const uint32_t sizes[] = { 0, 4, 16, 56, 1400 };
	struct mst_echo echo = { .key = { { 3, 5 } }, .identifier = 0x0102 };
	struct mst_echo_answer answer = { 0 };
	struct mst_addr from;
	uint8_t *exact, ttl;

	if (count < 1)
		return 0;
	echo.ipv6 = bytes[0] & 1;
	echo.any_identifier = bytes[0] & 2;
	echo.size = sizes[(bytes[0] >> 2) % 5];
	exact = malloc(count);
	memcpy(exact, bytes + 1, count - 1);
	check(&echo, &answer, mst_echo_read(&echo, exact, count - 1, &answer), count);
	check(&echo, &answer, mst_echo_read_own(&echo, exact, count - 1, &answer), count);
	if (mst_echo_read_ipv4(&echo, exact, count - 1, &answer, &ttl, &from))
		check(&echo, &answer, true, count);
	free(exact);
	return 0;
}
