/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes of sockets on the loopback device, as frames. */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pcap/dlt.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "rx/rx.h"
#include "wire/frame.h"

static struct mst_socket_table *sockets;
static struct mst_rx *rx;

static void open_engine(void)
{
	struct mst_rx_config config;
	struct mst_error error;

	cr_assert_eq(mst_socket_table_open(&sockets, MST_NS_PER_SECOND, &error), 0);
	config = (struct mst_rx_config){ .sockets = sockets };
	cr_assert_eq(mst_rx_connect.open(&rx, &config, &error), 0);
}

static void close_engine(void)
{
	mst_rx_connect.close(rx);
	mst_socket_table_close(sockets);
}

TestSuite(rx_connect, .init = open_engine, .fini = close_engine);

static struct sockaddr_in bind_any(int fd)
{
	struct sockaddr_in own = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof own;

	cr_assert_geq(fd, 0);
	cr_assert_eq(bind(fd, (struct sockaddr *)&own, sizeof own), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&own, &size), 0);
	return own;
}

/* Connects, and adds the socket with the SYN that it stands for. */
static void ask(int fd, const struct sockaddr_in *to)
{
	static const uint8_t addresses[8] = { 127, 0, 0, 1, 127, 0, 0, 1 };
	struct mst_asked_socket asked = { .fd = fd, .length = 40, .proto = IPPROTO_TCP, .sent_ns = mst_now_ns() };

	asked.sent_wall_ns = mst_wall_ns();
	asked.bytes[0] = 0x45;
	asked.bytes[9] = IPPROTO_TCP;
	memcpy(asked.bytes + 12, addresses, sizeof addresses);
	memcpy(asked.bytes + 22, &to->sin_port, 2);
	(void)connect(fd, (const struct sockaddr *)to, sizeof *to);
	cr_assert(mst_socket_table_add(sockets, &asked));
}

struct heard {
	unsigned frames;
	uint8_t flags;
};

static void hear(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes)
{
	struct heard *heard = user;
	struct mst_view view;

	(void)wall_ns;
	cr_assert_eq(count, wire_bytes);
	cr_assert_eq(mst_frame_read(&view, DLT_LINUX_SLL2, bytes, count), MST_FATE_WHOLE);
	cr_assert_eq(view.kind, MST_VIEW_TCP);
	heard->frames++;
	heard->flags = view.tcp.flags;
}

/* Until the table has told all, for a tenth of a second. */
static struct heard listen_on(void)
{
	struct heard heard = { 0 };
	struct mst_error error;

	for (uint64_t until_ns = mst_now_ns() + 100 * MST_NS_PER_MS; mst_now_ns() < until_ns;)
		cr_assert_geq(mst_rx_connect.dispatch(rx, 8, hear, &heard, &error), 0);
	return heard;
}

Test(rx_connect, an_open_port_and_a_closed_one)
{
	int server = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = bind_any(server);
	struct heard heard;

	cr_assert_eq(listen(server, 1), 0);
	ask(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), &to);
	heard = listen_on();
	cr_assert_eq(heard.frames, 1);
	cr_assert_eq(heard.flags, 0x12);
	close(server);
	ask(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), &to);
	heard = listen_on();
	cr_assert_eq(heard.frames, 1);
	cr_assert_eq(heard.flags, 0x14);
}

Test(rx_connect, a_socket_connected_to_itself_is_no_answer)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in own = bind_any(fd);
	struct heard heard;

	ask(fd, &own);
	heard = listen_on();
	cr_assert_eq(heard.frames, 0);
}
