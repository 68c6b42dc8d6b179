/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_html.c - see fixture_html.h. */
#include "unit/html/fixture_html.h"

#include <criterion/criterion.h>
#include <string.h>

#define TEXT_MAX (1 << 20)

static struct mst_ink ink;
static char text_of_page[TEXT_MAX + 1];
static size_t used;

static void take(void *user, const char *bytes, size_t count)
{
	(void)user;
	cr_assert_leq(used + count, TEXT_MAX);
	memcpy(text_of_page + used, bytes, count);
	used += count;
}

struct mst_ink *fixture_ink(void)
{
	used = 0;
	ink = (struct mst_ink){ .take = take };
	return &ink;
}

const char *fixture_text(void)
{
	mst_ink_flush(&ink);
	text_of_page[used] = '\0';
	return text_of_page;
}

unsigned fixture_count(const char *text, const char *piece)
{
	unsigned count = 0;

	while ((text = strstr(text, piece))) {
		text += strlen(piece);
		count++;
	}
	return count;
}

struct mst_addr fixture_addr(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

struct mst_result fixture_host(const char *addr, enum mst_state state)
{
	bool answered = state == MST_UP || state == MST_UNREACHABLE;

	return (struct mst_result){
		.position = MST_NO_POSITION,
		.addr = fixture_addr(addr),
		.from = answered ? fixture_addr(addr) : (struct mst_addr){ .family = MST_NO_FAMILY },
		.rtt_ns = answered ? 1500000 : -1,
		.state = (uint8_t)state,
		.reason = state == MST_UP ? MST_ECHO_REPLY
		          : answered      ? MST_HOST_UNREACH
		                          : MST_NO_RESPONSE,
		.attempts = 1,
	};
}

struct mst_result fixture_port(const char *addr, uint16_t port, enum mst_state state)
{
	struct mst_result result = fixture_host(addr, state == MST_OPEN || state == MST_CLOSED ? MST_UP : MST_DOWN);

	result.about_port = true;
	result.port = port;
	result.proto = 6;
	result.state = (uint8_t)state;
	result.reason = state == MST_OPEN ? MST_SYN_ACK : state == MST_CLOSED ? MST_RESET : MST_NO_RESPONSE;
	return result;
}
