/* SPDX-License-Identifier: BSD-2-Clause */
/* nfs_words.c - names, file handles and texts of NFS. See nfs.h. */
#include "dissect/payload/nfs.h"

#define HANDLE_MAX 64
#define HANDLE_SHOWN 32
#define HANDLE_VERSION2 32

enum mst_nfs_procedure mst_nfs_add_procedure(struct mst_line *line, uint32_t version, uint32_t number)
{
	static const char *const names[] = {
		"null",    "getattr",     "setattr", "lookup", "access",   "readlink", "read",   "write",
		"create",  "mkdir",       "symlink", "mknod",  "remove",   "rmdir",    "rename", "link",
		"readdir", "readdirplus", "fsstat",  "fsinfo", "pathconf", "commit",   "nop",
	};
	static const uint8_t of_version2[] = {
		MST_NFS_NULL, MST_NFS_GETATTR, MST_NFS_SETATTR, MST_NFS_NOP,    MST_NFS_LOOKUP,  MST_NFS_READLINK,
		MST_NFS_READ, MST_NFS_NOP,     MST_NFS_WRITE,   MST_NFS_CREATE, MST_NFS_REMOVE,  MST_NFS_RENAME,
		MST_NFS_LINK, MST_NFS_SYMLINK, MST_NFS_MKDIR,   MST_NFS_RMDIR,  MST_NFS_READDIR, MST_NFS_FSSTAT,
	};
	enum mst_nfs_procedure procedure = MST_NFS_NOP;

	if (version == 3) {
		if (number >= MST_NFS_NOP) {
			mst_line_add(line, " proc-%u", number);
			return MST_NFS_UNKNOWN;
		}
		procedure = (enum mst_nfs_procedure)number;
	} else if (number < sizeof of_version2 / sizeof *of_version2) {
		procedure = (enum mst_nfs_procedure)of_version2[number];
	}
	mst_line_add(line, " %s", names[procedure]);
	return procedure;
}

static void skip_padding(struct mst_reader *r, size_t count)
{
	mst_skip(r, -count % 4);
}

void mst_nfs_skip_opaque(struct mst_reader *r)
{
	uint32_t count = mst_read_be32(r);

	mst_skip(r, count);
	skip_padding(r, count);
}

/* Device and inode, as Solaris and its kin write handles: device, kind of the file system, length 10, inode. */
static bool add_device_and_inode(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	static const uint8_t zeros[HANDLE_MAX];
	struct mst_reader r = mst_reader_over(bytes, count);
	uint32_t device = mst_read_be32(&r), inode;
	uint16_t length;

	mst_skip(&r, 4);
	length = mst_read_be16(&r);
	mst_skip(&r, 2);
	inode = mst_read_be32(&r);
	if (r.short_read || (length != 10 && memcmp(bytes, zeros, count)))
		return false;
	mst_line_add(line, " fh %u,%u/%u", device >> 18, device & 0x3ffff, inode);
	return true;
}

bool mst_nfs_add_handle(struct mst_nfs *nfs)
{
	static const char unknown[] = "Unknown";
	size_t count = nfs->version == 3 ? mst_read_be32(&nfs->r) : HANDLE_VERSION2, words = count / 4;
	const uint8_t *bytes = count <= HANDLE_MAX ? mst_read_bytes(&nfs->r, count) : NULL;

	if (!bytes || nfs->r.short_read)
		return false;
	skip_padding(&nfs->r, count);
	if (add_device_and_inode(nfs->line, bytes, count))
		return !nfs->r.short_read;
	mst_line_add(nfs->line, " fh %.*s/", (int)(words < sizeof unknown ? words : sizeof unknown - 1), unknown);
	for (size_t i = 0; i < words * 4 && i < HANDLE_SHOWN; i++)
		mst_line_add(nfs->line, "%02X", bytes[i]);
	return !nfs->r.short_read;
}

bool mst_nfs_add_text(struct mst_nfs *nfs, const char *before)
{
	uint32_t count = mst_read_be32(&nfs->r);
	const uint8_t *bytes = mst_read_bytes(&nfs->r, count);

	mst_line_add(nfs->line, "%s", before);
	if (!bytes || nfs->r.short_read)
		return false;
	mst_line_add(nfs->line, "\"");
	mst_line_vis(nfs->line, bytes, count);
	mst_line_add(nfs->line, "\"");
	skip_padding(&nfs->r, count);
	return true;
}

void mst_nfs_add_type(struct mst_line *line, uint32_t type)
{
	static const char *const names[] = { "NON", "REG", "DIR", "BLK", "CHR", "LNK", NULL, "FIFO" };

	if (type < sizeof names / sizeof *names && names[type])
		mst_line_add(line, " %s", names[type]);
	else
		mst_line_add(line, " unk-ft %u ", type);
}
