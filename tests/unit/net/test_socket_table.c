/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/socket_table.h"

#define LIFE_NS MST_NS_PER_SECOND

static struct mst_asked_socket ask(uint8_t host, uint16_t port, uint64_t sent_ns)
{
	struct mst_asked_socket asked = { .slot = host, .sent_ns = sent_ns, .length = 40, .proto = IPPROTO_UDP };

	asked.bytes[0] = 0x45;
	asked.bytes[19] = host;
	asked.bytes[22] = (uint8_t)(port >> 8);
	asked.bytes[23] = (uint8_t)port;
	asked.fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return asked;
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static struct mst_socket_table *open_table(void)
{
	struct mst_socket_table *table;
	struct mst_error error;

	cr_assert_eq(mst_socket_table_open(&table, LIFE_NS, &error), 0);
	return table;
}

/* A table for `count` sockets. */
static struct mst_socket_table *open_small(unsigned count)
{
	int lowest = dup(STDERR_FILENO);
	struct rlimit limit = { (rlim_t)lowest + 16 + count, (rlim_t)lowest + 16 + count };

	close(lowest);
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	return open_table();
}

static enum mst_socket_told count(void *user, const struct mst_asked_socket *asked, uint32_t events)
{
	unsigned *seen = user;

	(void)asked;
	(void)events;
	(*seen)++;
	return MST_SOCKET_TOLD;
}

static enum mst_socket_told refuse(void *user, const struct mst_asked_socket *asked, uint32_t events)
{
	(void)count(user, asked, events);
	return MST_SOCKET_REFUSED;
}

static enum mst_socket_fate judge(void *user, const struct mst_asked_socket *asked)
{
	const enum mst_socket_fate *fate = user;

	(void)asked;
	return *fate;
}

static void see(void *user, const struct mst_asked_socket *asked)
{
	*(struct mst_asked_socket *)user = *asked;
}

Test(net_socket_table, a_probe_that_is_asked_again_keeps_its_socket_or_gets_another)
{
	struct mst_socket_table *table = open_table();
	struct mst_asked_socket one = ask(1, 53, 1), other = ask(1, 54, 2), again = ask(1, 53, 3), seen = { 0 };
	enum mst_socket_fate fate = MST_SOCKET_KEPT;

	cr_assert(mst_socket_table_add(table, &one));
	cr_assert(mst_socket_table_add(table, &other));
	cr_assert_not(mst_socket_table_again(table, &again, judge, &fate));
	mst_socket_table_see(table, 1, see, &seen);
	cr_assert_eq(seen.fd, one.fd);
	cr_assert_eq(seen.sent_ns, 3);
	fate = MST_SOCKET_REPLACED;
	cr_assert(mst_socket_table_again(table, &again, judge, &fate));
	cr_assert_not(is_open(one.fd));
	cr_assert(is_open(other.fd));
	cr_assert(mst_socket_table_again(table, &again, judge, &fate), "none is left");
	mst_socket_table_close(table);
	cr_assert_not(is_open(other.fd));
	close(again.fd);
}

Test(net_socket_table, old_ones_are_closed)
{
	struct mst_socket_table *table = open_table();
	struct mst_asked_socket old = ask(1, 53, 1), young = ask(2, 53, LIFE_NS);
	unsigned seen = 0;

	cr_assert(mst_socket_table_add(table, &old));
	cr_assert(mst_socket_table_add(table, &young));
	cr_assert_eq(mst_socket_table_take(table, 8, LIFE_NS + 1, count, &seen), 0);
	cr_assert_not(is_open(old.fd));
	cr_assert(is_open(young.fd));
	mst_socket_table_close(table);
	mst_socket_table_close(NULL);
}

Test(net_socket_table, those_of_questions_that_are_over_make_room_and_others_do_not)
{
	struct mst_socket_table *table = open_small(2);
	struct mst_asked_socket over = ask(1, 53, 1), asked = ask(2, 53, 2);

	cr_assert_eq(mst_socket_table_room(table), 2);
	cr_assert(mst_socket_table_make_room(table, 3));
	cr_assert(mst_socket_table_add(table, &over));
	cr_assert(mst_socket_table_add(table, &asked));
	cr_assert_eq(mst_socket_table_room(table), 0);
	cr_assert_not(mst_socket_table_make_room(table, 3));
	mst_socket_table_over(table, 1);
	cr_assert(is_open(over.fd), "until its room is needed");
	cr_assert_eq(mst_socket_table_room(table), 1);
	cr_assert(mst_socket_table_make_room(table, 3));
	cr_assert_not(is_open(over.fd));
	cr_assert(is_open(asked.fd));
	mst_socket_table_close(table);
}

Test(net_socket_table, a_machine_with_too_little_has_fewer_until_others_succeed)
{
	struct mst_socket_table *table = open_small(100);
	struct mst_asked_socket one = ask(1, 53, 1);
	enum mst_socket_fate fate = MST_SOCKET_REPLACED;

	cr_assert(mst_socket_table_add(table, &one));
	mst_socket_table_shrink(table);
	cr_assert_eq(mst_socket_table_room(table), 0);
	cr_assert_not(mst_socket_table_make_room(table, 2));
	for (int i = 0; i < 64; i++) {
		struct mst_asked_socket next = ask(1, 53, 1);

		cr_assert(mst_socket_table_again(table, &next, judge, &fate));
		cr_assert(mst_socket_table_make_room(table, 2));
		cr_assert(mst_socket_table_add(table, &next));
	}
	cr_assert_eq(mst_socket_table_room(table), 1);
	mst_socket_table_close(table);
}

Test(net_socket_table, nothing_at_all_still_leaves_one_to_try)
{
	struct mst_socket_table *table = open_small(100);

	mst_socket_table_shrink(table);
	cr_assert(mst_socket_table_make_room(table, 1));
	cr_assert_eq(mst_socket_table_room(table), 1);
	mst_socket_table_close(table);
}

/* A socket to which something happened. */
static struct mst_asked_socket ask_and_answer(uint8_t host)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct mst_asked_socket asked = ask(host, 53, mst_now_ns());
	socklen_t size = sizeof self;

	cr_assert_eq(bind(asked.fd, (struct sockaddr *)&self, sizeof self), 0);
	cr_assert_eq(getsockname(asked.fd, (struct sockaddr *)&self, &size), 0);
	cr_assert_eq(sendto(asked.fd, "x", 1, 0, (struct sockaddr *)&self, sizeof self), 1);
	return asked;
}

Test(net_socket_table, one_to_which_something_happened_is_told_once)
{
	struct mst_socket_table *table = open_table();
	struct mst_asked_socket asked = ask_and_answer(1);
	unsigned seen = 0;

	cr_assert(mst_socket_table_add(table, &asked));
	while (mst_socket_table_take(table, 8, asked.sent_ns, count, &seen) == 0)
		;
	cr_assert_eq(seen, 1);
	cr_assert_not(is_open(asked.fd));
	cr_assert_eq(mst_socket_table_take(table, 8, asked.sent_ns, count, &seen), 0);
	mst_socket_table_close(table);
}

Test(net_socket_table, an_answer_ends_the_other_probes_of_its_question)
{
	struct mst_socket_table *table = open_small(2);
	struct mst_asked_socket asked = ask_and_answer(1), beside = ask(1, 54, asked.sent_ns);
	unsigned seen = 0;

	cr_assert(mst_socket_table_add(table, &asked));
	cr_assert(mst_socket_table_add(table, &beside));
	while (mst_socket_table_take(table, 8, asked.sent_ns, count, &seen) == 0)
		;
	cr_assert(is_open(beside.fd));
	cr_assert_eq(mst_socket_table_room(table), 2);
	mst_socket_table_close(table);
}

Test(net_socket_table, one_that_is_refused_stays_and_tells_it)
{
	struct mst_socket_table *table = open_table();
	struct mst_asked_socket asked = ask_and_answer(7), found = { .fd = -1 };
	unsigned seen = 0;

	asked.proto = IPPROTO_TCP;
	cr_assert(mst_socket_table_add(table, &asked));
	cr_assert_eq(recv(asked.fd, &seen, 1, MSG_PEEK), 1);
	seen = 0;
	while (mst_socket_table_take(table, 8, asked.sent_ns, refuse, &seen) == 0)
		;
	cr_assert_eq(seen, 1);
	cr_assert_eq(mst_socket_table_take(table, 8, asked.sent_ns, refuse, &seen), 0, "nothing more happens to it");
	mst_socket_table_see(table, 7, see, &found);
	cr_assert_eq(found.fd, asked.fd);
	cr_assert(found.refused);
	mst_socket_table_close(table);
	cr_assert_not(is_open(asked.fd));
}
