/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.h - the file of a journal: made, with or without a name; locked (flock(2)) while a process writes it; records
 * are appended whole, or not at all.
 *
 * A record that does not fit on the disk is taken back, so that what follows it can be read; then the file waits for
 * room. One thread; `stalled` and `hurried` any.
 */
#ifndef MST_JOURNAL_FILE_H
#define MST_JOURNAL_FILE_H

#include <muster/error.h>
#include <sys/uio.h>

#include "base/atomic.h"
#include "journal/bytes.h"
#include "journal/format.h"

/* The clocks, and what writes; tests have their own. */
struct mst_journal_means {
	uint64_t (*now_ns)(void);                /* monotonic */
	uint64_t (*wall_ns)(void);               /* since 1970 */
	void (*sleep_until_ns)(uint64_t now_ns); /* of now_ns */
	ssize_t (*write)(int fd, const struct iovec *parts, int count, off_t at);
	int (*sync)(int fd);
};

extern const struct mst_journal_means mst_journal_usual_means;

struct mst_journal_file {
	const struct mst_journal_means *means;
	int fd;           /* -1: closed */
	char *path;       /* that it has, or will have; NULL: it gets none */
	bool named;       /* it has it */
	bool made;        /* by this process, under its name */
	uint32_t version; /* in its header */
	uint64_t end;     /* of the last whole record */
	uint64_t max_stall_ns;
	_Atomic bool stalled; /* it waits for room */
	_Atomic bool hurried; /* it waits no longer */
};

/* A new file of this path, for its owner alone, locked. -EEXIST without `force`; -EWOULDBLOCK: another process has it.
 */
int mst_journal_file_create(struct mst_journal_file *file, const char *path, bool force, struct mst_error *err);

/* A file without a name, in `folder` (NULL: of temporary files); `path` is what it will be called, or NULL. Where the
 * file system has no such files: it is called that at once. */
int mst_journal_file_create_unnamed(struct mst_journal_file *file, const char *folder, const char *path,
                                    struct mst_error *err);

/* Opens a file that is there; to write it, it is locked: -EWOULDBLOCK without a sentence when that fails. */
int mst_journal_file_open(struct mst_journal_file *file, const char *path, bool write, struct mst_error *err);

/* Whether another process has the file locked. */
bool mst_journal_file_is_locked(const struct mst_journal_file *file);

/* Gives it the name that it will have, if it has none. 0, or -errno without a sentence. */
int mst_journal_file_name(struct mst_journal_file *file);

/* The header of a record with this payload. */
void mst_record_head(uint8_t header[MST_RECORD_HEADER], uint8_t type, const struct mst_bytes *payload);

/*
 * Appends one record. While the disk is full it looks again every 200 ms, for at most max_stall_ns; then -ENOSPC (or
 * -EDQUOT) with a sentence; another -errno at once. The file is then as it was.
 */
int mst_journal_file_append(struct mst_journal_file *file, uint8_t type, const struct mst_bytes *payload,
                            struct mst_error *err);

/* The first bytes of the file. */
int mst_journal_file_begin(struct mst_journal_file *file, struct mst_error *err);

/* Before the first record that earlier versions do not have: their readers refuse the file from then on. */
int mst_journal_file_raise(struct mst_journal_file *file, uint32_t version, struct mst_error *err);

/* For sentences. */
const char *mst_journal_file_called(const struct mst_journal_file *file);

/* Accepts one that was not opened. */
void mst_journal_file_close(struct mst_journal_file *file);

#endif
