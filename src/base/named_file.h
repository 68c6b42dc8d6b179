/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * named_file.h - the file of an output: which kind its path is, opening it, giving it its name, removing it.
 *
 *     open ──► write to fd … ──► close ──► name, or keep ──► free
 *      └───────────┴───────────────┴─────────────────────► free: what has no name yet is gone
 *
 *     path                                partial                              not partial
 *     no such file                        without a name until `name`          created, grows under its name
 *     a file                              the same, only with `force`          opened as it is, only with `force`
 *     a character device, a named pipe    written to directly, never renamed, needs no `force`
 *     anything else                       refused with a sentence
 *
 * A symbolic link counts as the file that it leads to, there or not, and stays (follow.h). A file that exists is never
 * replaced by accident: it is refused at `open`, and looked for again at `name`. One that is replaced must be one that
 * we may write to; it keeps owner and mode (what is for its owner alone stays so), and, when it has several names,
 * all of them (replace.h).
 *
 * A partial file has no name (unnamed.h) where the file system allows that, else a hidden one; then it is locked until
 * it has its own (partial.h). One thread at a time.
 */
#ifndef MST_BASE_NAMED_FILE_H
#define MST_BASE_NAMED_FILE_H

#include <muster/error.h>
#include <stdbool.h>
#include <sys/types.h>

enum mst_named_kind {
	MST_NAMED_DEVICE,  /* a character device or named pipe */
	MST_NAMED_DIRECT,  /* a file that grows under its name */
	MST_NAMED_PARTIAL, /* a file that gets its name at the end */
};

struct mst_named_file {
	enum mst_named_kind kind;
	int fd;             /* a file's is for reading and writing, unless only writing is allowed; -1: closed */
	int lock;           /* of a partial file, after close: the same open file; -1: none */
	int replaced;       /* of a partial file: the file whose place it takes; -1: none */
	char *path;         /* as it was given */
	char *real;         /* where links lead */
	char *partial_path; /* the hidden name of a partial file; NULL: none */
	bool unnamed;       /* it has no name at all */
	bool in_place;      /* what is replaced is written over */
	bool force;         /* it may replace a file */
	bool created;       /* of MST_NAMED_DIRECT: open made the file */
};

/*
 * Opens `path`; new files get `mode` less the umask. The file is unchanged until it is written to or named. -EEXIST
 * without `force`, -EISDIR, -EINVAL, -ENOMEM or another -errno, with a sentence; nothing is then to be freed.
 */
int mst_named_file_open(struct mst_named_file *file, const char *path, bool partial, mode_t mode, bool force,
                        struct mst_error *err);

/* Closes the descriptor. -errno: what was written may not be on the disk. */
int mst_named_file_close(struct mst_named_file *file);

/*
 * After close: gives a partial file its name; does nothing to others. If a file of that name has appeared meanwhile and
 * `force` is not set, both are kept: -EEXIST, and the sentence gives the name of ours, which it calls `what`.
 */
int mst_named_file_name(struct mst_named_file *file, const char *what, struct mst_error *err);

/*
 * After close, instead of `name`, for what could not be written whole: gives a partial file its name where no file has
 * it, else NAME.XXXXXX. Never replaces anything. Returns where it is, valid until free; NULL: it could get no name.
 */
const char *mst_named_file_keep(struct mst_named_file *file);

/* Removes a partial file that has no name yet. The path stays for sentences about it. */
void mst_named_file_drop(struct mst_named_file *file);

/* Closes what is open, removes a partial file that has no name yet, and frees the memory. Accepts zeroed memory. */
void mst_named_file_free(struct mst_named_file *file);

#endif
