/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket_table.h - the sockets of questions in flight, where the kernel asks instead of frames: engine connect.
 *
 *     lanes ──add──► [ question, descriptor ] … ──► epoll ──take──► receiver
 *
 * A question has one socket: one that is asked again takes the place of the one before. The table knows the frame that
 * each question would have been; what the kernel says of the socket is told as the answer to that frame.
 */
#ifndef MST_NET_SOCKET_TABLE_H
#define MST_NET_SOCKET_TABLE_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_SOCKET_FRAME_BYTES 80

struct mst_asked_socket {
	int fd;
	uint64_t sent_ns, sent_wall_ns; /* on the two clocks */
	uint32_t ifindex;               /* of the frame */
	uint16_t length;
	uint8_t proto;                         /* MST_PROTO_TCP, … of the frame */
	uint8_t bytes[MST_SOCKET_FRAME_BYTES]; /* from its IP header on */
};

/* Any thread may call any function. */
struct mst_socket_table;

/*
 * For as many sockets as this process may open beside the descriptors that it has and needs; its limit of open files is
 * raised as far as it may raise it. A socket is closed after `life_ns`. 0, or a negative errno with a sentence.
 */
int mst_socket_table_open(struct mst_socket_table **table, uint64_t life_ns, struct mst_error *err);

/* Closes all sockets. Accepts NULL. */
void mst_socket_table_close(struct mst_socket_table *table);

/* Whether one more has room; those that are too old are closed. */
bool mst_socket_table_has_room(struct mst_socket_table *table, uint64_t now_ns);

/* Takes the socket of the same question (address, protocol, port) out of the table: the caller closes it. -1: none. */
int mst_socket_table_remove(struct mst_socket_table *table, const struct mst_asked_socket *asked);

/* Adds it, and waits for what happens to it. False: there is no room, and the caller closes it. */
bool mst_socket_table_add(struct mst_socket_table *table, const struct mst_asked_socket *asked);

/* For poll(2): readable when something happened to a socket. */
int mst_socket_table_fd(const struct mst_socket_table *table);

/*
 * Looks at the sockets to which something happened, `most` of them at most, and closes those that are too old. `look`
 * returns whether the socket has told all that it will: then it is closed. Returns to how many something had happened.
 */
typedef bool mst_socket_look(void *user, const struct mst_asked_socket *asked, uint32_t events);
size_t mst_socket_table_take(struct mst_socket_table *table, size_t most, uint64_t now_ns, mst_socket_look *look,
                             void *user);

#endif
