/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * confined.h - a process of its own, without rights, that reads what strangers send while this one has rights still.
 *
 *     this process                        the confined one
 *     start ───────────────────────────►  opens sockets
 *                                         drop: no capability, no new privileges, no file grows
 *     read, read … ◄──── records ───────  reads frames, writes records of a fixed size
 *     end
 *
 * Its memory is a copy, so that whatever hostile bytes do to it, only records come back. These are as hostile: who
 * reads them checks every value. One thread at a time; the process that starts it may have no other thread that
 * matters.
 */
#ifndef MST_BASE_CONFINED_H
#define MST_BASE_CONFINED_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MST_CONFINED_RECORD 64 /* bytes at most */

struct mst_confined {
	pid_t pid;
	int fd;
	int code; /* and `error`: how it ended, once it has said so */
	struct mst_error error;
};

/* Forks; the child calls work(user, out), whose sentence is given back by mst_confined_end, and ends. -errno. */
int mst_confined_start(struct mst_confined *confined, int (*work)(void *user, int out, struct mst_error *err),
                       void *user, struct mst_error *err);

/* In the child, once its sockets are open: for good. -errno with a sentence: it may not read anything. */
int mst_confined_drop(struct mst_error *err);

/* The same in any process of its own, but for these capabilities, if it has them: bits 1 << CAP_… System calls only. */
int mst_confined_drop_but(uint32_t kept, struct mst_error *err);

/* In the child: writes a record of at most MST_CONFINED_RECORD bytes; false: the reader has gone. */
bool mst_confined_write(int out, const void *record, size_t size);

/* The next record of this size; false: there are no more. */
bool mst_confined_read(struct mst_confined *confined, void *record, size_t size);

/* Ends it and gives back what `work` returned, with its sentence; -EIO when it broke off. */
int mst_confined_end(struct mst_confined *confined, struct mst_error *err);

#endif
