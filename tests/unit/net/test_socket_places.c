/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/socket_places.h"

#include <criterion/criterion.h>
#include <netinet/in.h>

static struct mst_asked_socket ask(int fd, uint32_t slot, uint8_t port)
{
	struct mst_asked_socket asked = { .fd = fd, .slot = slot, .proto = IPPROTO_TCP };

	asked.bytes[0] = 0x45;
	asked.bytes[23] = port;
	return asked;
}

Test(net_socket_places, a_place_is_found_by_slot_and_probe_until_the_question_is_over)
{
	struct mst_asked_socket one = ask(10, 1, 80), two = ask(11, 1, 81), other = ask(12, 65, 80);
	struct mst_socket_places places;
	uint32_t at;

	cr_assert_eq(mst_socket_places_open(&places, 4), 0);
	mst_socket_places_fill(&places, &one);
	mst_socket_places_fill(&places, &two);
	mst_socket_places_fill(&places, &other);
	at = mst_socket_places_find(&places, &two);
	cr_assert_neq(at, MST_NO_SOCKET);
	cr_expect_eq(places.of[at].asked.fd, 11);
	mst_socket_places_end(&places, 1);
	cr_expect_eq(mst_socket_places_find(&places, &two), MST_NO_SOCKET);
	cr_expect_neq(mst_socket_places_find(&places, &other), MST_NO_SOCKET);
	cr_expect_eq(places.used, 3);
	cr_expect_eq(places.asking, 1);
	mst_socket_places_close(&places);
}

Test(net_socket_places, the_oldest_comes_first_and_one_that_is_asked_again_is_the_newest)
{
	struct mst_asked_socket one = ask(10, 1, 80), two = ask(11, 2, 80), three = ask(12, 3, 80);
	struct mst_socket_places places;

	cr_assert_eq(mst_socket_places_open(&places, 3), 0);
	mst_socket_places_fill(&places, &one);
	mst_socket_places_fill(&places, &two);
	mst_socket_places_fill(&places, &three);
	mst_socket_places_renew(&places, mst_socket_places_find(&places, &one), &one);
	cr_expect_eq(mst_socket_places_free(&places, places.live.oldest), 11);
	mst_socket_places_end(&places, 1);
	cr_expect_eq(mst_socket_places_free(&places, places.over.oldest), 10);
	cr_expect_eq(mst_socket_places_free(&places, places.live.newest), 12);
	cr_expect_eq(places.live.oldest, MST_NO_SOCKET);
	cr_expect_eq(places.used + places.asking, 0);
	cr_expect_neq(mst_socket_places_fill(&places, &one), MST_NO_SOCKET, "free ones are used again");
	mst_socket_places_close(&places);
}
