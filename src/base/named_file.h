/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * named_file.h - the file of an output: which kind its path is, opening it, giving it its name, removing it.
 *
 *     open ──► write to fd … ──► close ──► name ──► free
 *      └───────────┴───────────────┴───────────────► free: without a name, a partial file is removed
 *
 *     path                                partial                              not partial
 *     no such file                        .NAME.XXXXXX until `name`            created, grows under its name
 *     a file, or a link to one            the same, only with `force`          opened as it is, only with `force`
 *     a character device, a named pipe    written to directly, never renamed, needs no `force`
 *     anything else                       refused with a sentence
 *
 * A file that exists is never replaced by accident: it is refused at `open`, and looked for again at `name`. A partial
 * file is locked until it has its name (partial.h). One thread at a time.
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
	int fd;             /* -1: closed */
	int lock;           /* keeps a partial file locked after close; -1: none */
	char *path;         /* its final name */
	char *partial_path; /* until it has its name; NULL: none */
	bool force;         /* it may replace a file */
	bool created;       /* of MST_NAMED_DIRECT: open made the file */
};

/*
 * Opens `path`; new files get `mode` less the umask. The file is unchanged until it is written to or named. -EEXIST
 * without `force`, -EISDIR, -EINVAL, -ENOMEM or another -errno, with a sentence; nothing is then to be freed.
 */
int mst_named_file_open(struct mst_named_file *file, const char *path, bool partial, mode_t mode, bool force,
                        struct mst_error *err);

/* Closes the descriptor; a partial file stays locked. -errno: what was written may not be on the disk. */
int mst_named_file_close(struct mst_named_file *file);

/*
 * After close: gives a partial file its name; does nothing to others. If a file of that name has appeared meanwhile and
 * `force` is not set, both are kept: -EEXIST, and the sentence gives the name of ours, which it calls `what`.
 */
int mst_named_file_name(struct mst_named_file *file, const char *what, struct mst_error *err);

/* Removes a partial file that has no name yet. The path stays for sentences about it. */
void mst_named_file_drop(struct mst_named_file *file);

/* Closes what is open, removes a partial file that has no name yet, and frees the memory. Accepts zeroed memory. */
void mst_named_file_free(struct mst_named_file *file);

#endif
