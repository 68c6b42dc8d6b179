/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket_table.h - the sockets of questions in flight, where the kernel asks instead of frames: engine connect.
 *
 *     lanes ──add──► [ question, descriptor ] … ──► epoll ──take──► receiver
 *
 * A probe of a question has one socket: one that is asked again takes the place of the one before. The table knows the
 * frame that it would have been; what the kernel says of the socket is told as the answer to that frame.
 *
 * Sockets of questions that are over stay, for late answers, until others need their room.
 */
#ifndef MST_NET_SOCKET_TABLE_H
#define MST_NET_SOCKET_TABLE_H

#include <muster/error.h>
#include <stddef.h>

#include "net/asked_socket.h"

/* Any thread may call any function. */
struct mst_socket_table;

/*
 * For as many sockets as this process may open beside the descriptors that it has and needs; its limit of open files is
 * raised as far as it may raise it. A socket is closed after `life_ns`. 0, or a negative errno with a sentence.
 */
int mst_socket_table_open(struct mst_socket_table **table, uint64_t life_ns, struct mst_error *err);

/* Closes all sockets. Accepts NULL. */
void mst_socket_table_close(struct mst_socket_table *table);

/* For how many new questions there is room, if all that are over leave: less than for sockets. */
uint32_t mst_socket_table_room(struct mst_socket_table *table);

/* Makes room for one more, where there is none, by closing one that is over or too old. False: there is none to close.
 */
bool mst_socket_table_make_room(struct mst_socket_table *table, uint64_t now_ns);

/*
 * This machine has too little of something to open one more (descriptors, ports, memory): it may have no more of them
 * than now, until others succeed.
 */
void mst_socket_table_shrink(struct mst_socket_table *table);

enum mst_socket_fate { MST_SOCKET_KEPT, MST_SOCKET_REPLACED };

/*
 * The same probe of the same question is asked again: if it has a socket, `judge` says what becomes of it. One that is
 * kept is that of the new frame from then on, and false is returned; else it is closed. `judge` is called at most once.
 */
typedef enum mst_socket_fate mst_socket_judge(void *user, const struct mst_asked_socket *asked);
bool mst_socket_table_again(struct mst_socket_table *table, const struct mst_asked_socket *asked,
                            mst_socket_judge *judge, void *user);

/* Adds it, and waits for what happens to it. False: there is no room, and the caller closes it. */
bool mst_socket_table_add(struct mst_socket_table *table, const struct mst_asked_socket *asked);

/* Calls `see` for every socket of a question that is not over. */
typedef void mst_socket_see(void *user, const struct mst_asked_socket *asked);
void mst_socket_table_see(struct mst_socket_table *table, uint32_t slot, mst_socket_see *see, void *user);

/* The question in this slot is over. */
void mst_socket_table_over(struct mst_socket_table *table, uint32_t slot);

/* For poll(2): readable when something happened to a socket. */
int mst_socket_table_fd(const struct mst_socket_table *table);

enum mst_socket_told {
	MST_SOCKET_STAYS,
	MST_SOCKET_TOLD,    /* all that it will: it is closed, and its question is over */
	MST_SOCKET_REFUSED, /* its frame never left: it stays, noted as refused */
};

/*
 * Looks at the sockets to which something happened, `most` of them at most, and closes those that are too old. Those of
 * TCP do not stay: they tell but once. Returns to how many something had happened.
 */
typedef enum mst_socket_told mst_socket_look(void *user, const struct mst_asked_socket *asked, uint32_t events);
size_t mst_socket_table_take(struct mst_socket_table *table, size_t most, uint64_t now_ns, mst_socket_look *look,
                             void *user);

#endif
