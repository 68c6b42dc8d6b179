/* SPDX-License-Identifier: BSD-2-Clause */
/* nfs.h - what calls and replies of NFS (RFC 1094, RFC 1813) share. */
#ifndef MST_DISSECT_PAYLOAD_NFS_H
#define MST_DISSECT_PAYLOAD_NFS_H

#include "base/reader.h"
#include "dissect/common/line.h"

/* Procedures by their numbers in version 3; NOP stands for those of version 2 that do nothing. */
enum mst_nfs_procedure {
	MST_NFS_NULL,
	MST_NFS_GETATTR,
	MST_NFS_SETATTR,
	MST_NFS_LOOKUP,
	MST_NFS_ACCESS,
	MST_NFS_READLINK,
	MST_NFS_READ,
	MST_NFS_WRITE,
	MST_NFS_CREATE,
	MST_NFS_MKDIR,
	MST_NFS_SYMLINK,
	MST_NFS_MKNOD,
	MST_NFS_REMOVE,
	MST_NFS_RMDIR,
	MST_NFS_RENAME,
	MST_NFS_LINK,
	MST_NFS_READDIR,
	MST_NFS_READDIRPLUS,
	MST_NFS_FSSTAT,
	MST_NFS_FSINFO,
	MST_NFS_PATHCONF,
	MST_NFS_COMMIT,
	MST_NFS_NOP,
	MST_NFS_UNKNOWN,
};

/* A part of a message, to be put in words. */
struct mst_nfs {
	struct mst_line *line;
	struct mst_reader r;
	uint32_t version; /* 3, or what is read as 2 */
};

/* Writes " getattr". Numbers that are no procedure of the version are UNKNOWN. */
enum mst_nfs_procedure mst_nfs_add_procedure(struct mst_line *line, uint32_t version, uint32_t number);

/* " fh …": a file handle. These return false when the message ends within. */
bool mst_nfs_add_handle(struct mst_nfs *nfs);

/* "\"text\"", with `before` before it, which is written even when the text is cut. */
bool mst_nfs_add_text(struct mst_nfs *nfs, const char *before);

/* "REG": the type of a file. */
void mst_nfs_add_type(struct mst_line *line, uint32_t type);

/* Behind the header of the call or reply: arguments; results of accepted calls. */
bool mst_nfs_describe_call(struct mst_nfs *nfs, enum mst_nfs_procedure procedure);
bool mst_nfs_describe_results(struct mst_nfs *nfs, enum mst_nfs_procedure procedure);

/* Moves behind bytes of a length that stands before them, padded to four (RFC 4506). */
void mst_nfs_skip_opaque(struct mst_reader *r);

#endif
