/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/socket_table.h"

#define LIFE_NS MST_NS_PER_SECOND

static struct mst_asked_socket ask(uint8_t host, uint16_t port, uint64_t sent_ns)
{
	struct mst_asked_socket asked = { .sent_ns = sent_ns, .length = 40, .proto = IPPROTO_UDP };

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

static bool count(void *user, const struct mst_asked_socket *asked, uint32_t events)
{
	unsigned *seen = user;

	(void)asked;
	(void)events;
	(*seen)++;
	return true;
}

Test(net_socket_table, a_question_is_found_by_address_and_port)
{
	struct mst_socket_table *table;
	struct mst_error error;
	struct mst_asked_socket one = ask(1, 53, 1), other = ask(1, 54, 2), again = ask(1, 53, 3);

	cr_assert_eq(mst_socket_table_open(&table, LIFE_NS, &error), 0);
	cr_assert(mst_socket_table_add(table, &one));
	cr_assert(mst_socket_table_add(table, &other));
	cr_assert_eq(mst_socket_table_remove(table, &again), one.fd);
	cr_assert_eq(mst_socket_table_remove(table, &again), -1);
	mst_socket_table_close(table);
	cr_assert(is_open(one.fd));
	cr_assert_not(is_open(other.fd));
}

Test(net_socket_table, old_ones_are_closed)
{
	struct mst_socket_table *table;
	struct mst_error error;
	struct mst_asked_socket old = ask(1, 53, 1), young = ask(2, 53, LIFE_NS);
	unsigned seen = 0;

	cr_assert_eq(mst_socket_table_open(&table, LIFE_NS, &error), 0);
	cr_assert(mst_socket_table_add(table, &old));
	cr_assert(mst_socket_table_add(table, &young));
	cr_assert_eq(mst_socket_table_take(table, 8, LIFE_NS + 1, count, &seen), 0);
	cr_assert_not(is_open(old.fd));
	cr_assert(is_open(young.fd));
	mst_socket_table_close(table);
	mst_socket_table_close(NULL);
}

Test(net_socket_table, one_to_which_something_happened_is_told_once)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct mst_asked_socket asked = ask(1, 53, mst_now_ns());
	socklen_t size = sizeof self;
	struct mst_socket_table *table;
	struct mst_error error;
	unsigned seen = 0;

	cr_assert_eq(bind(asked.fd, (struct sockaddr *)&self, sizeof self), 0);
	cr_assert_eq(getsockname(asked.fd, (struct sockaddr *)&self, &size), 0);
	cr_assert_eq(mst_socket_table_open(&table, LIFE_NS, &error), 0);
	cr_assert(mst_socket_table_add(table, &asked));
	cr_assert_eq(sendto(asked.fd, "x", 1, 0, (struct sockaddr *)&self, sizeof self), 1);
	while (mst_socket_table_take(table, 8, asked.sent_ns, count, &seen) == 0)
		;
	cr_assert_eq(seen, 1);
	cr_assert_not(is_open(asked.fd));
	cr_assert_eq(mst_socket_table_take(table, 8, asked.sent_ns, count, &seen), 0);
	mst_socket_table_close(table);
}
