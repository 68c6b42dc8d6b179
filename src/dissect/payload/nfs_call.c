/* SPDX-License-Identifier: BSD-2-Clause */
/* nfs_call.c - arguments of NFS calls. See nfs.h. */
#include <inttypes.h>

#include "dissect/payload/nfs.h"

static bool add_name(struct mst_nfs *nfs)
{
	return mst_nfs_add_text(nfs, " ");
}

static bool add_access(struct mst_nfs *nfs)
{
	static const char *const names[] = { "READ", "LOOKUP", "MODIFY", "EXTEND", "DELETE", "EXECUTE" };
	uint32_t bits = mst_read_be32(&nfs->r);
	bool any = false;

	if (nfs->r.short_read)
		return false;
	if (bits >> 6) {
		mst_line_add(nfs->line, " %04x", bits);
		return true;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(bits >> i & 1))
			continue;
		mst_line_add(nfs->line, "%sNFS_ACCESS_%s", any ? "|" : " ", names[i]);
		any = true;
	}
	return true;
}

static uint64_t read_offset(struct mst_nfs *nfs)
{
	return nfs->version == 3 ? mst_read_be64(&nfs->r) : mst_read_be32(&nfs->r);
}

/* READ and COMMIT; READDIR, whose verifier stands between offset and count. */
static bool add_bytes(struct mst_nfs *nfs, enum mst_nfs_procedure procedure)
{
	bool reads_names = procedure == MST_NFS_READDIR || procedure == MST_NFS_READDIRPLUS;
	uint64_t offset = read_offset(nfs);
	uint32_t count;

	if (reads_names && nfs->version == 3)
		mst_skip(&nfs->r, 8);
	count = mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	mst_line_add(nfs->line, reads_names ? " %u bytes @ %" PRId64 : " %u bytes @ %" PRIu64, count, offset);
	return true;
}

static bool add_written(struct mst_nfs *nfs)
{
	uint32_t begin = nfs->version == 3 ? 0 : mst_read_be32(&nfs->r), count, given;
	uint64_t offset = read_offset(nfs);

	count = mst_read_be32(&nfs->r);
	if (nfs->version == 3)
		mst_skip(&nfs->r, 4); /* how stable */
	given = mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	mst_line_add(nfs->line, " %u (%u) bytes @ %" PRIu64, given, count, offset);
	if (nfs->version != 3)
		mst_line_add(nfs->line, " (%u)", begin);
	return true;
}

/* Attributes to be set: each with a word before it that says whether it is there (RFC 1813, sattr3). */
static void skip_attributes(struct mst_reader *r)
{
	static const uint8_t bytes[] = { 4, 4, 4, 8 }; /* mode, uid, gid, size */

	for (size_t i = 0; i < sizeof bytes; i++) {
		if (mst_read_be32(r))
			mst_skip(r, bytes[i]);
	}
	for (unsigned times = 0; times < 2; times++) {
		if (mst_read_be32(r) == 2)
			mst_skip(r, 8);
	}
}

static bool add_link_target(struct mst_nfs *nfs)
{
	if (nfs->version == 3)
		skip_attributes(&nfs->r);
	return mst_nfs_add_text(nfs, " ->");
}

static bool add_node_type(struct mst_nfs *nfs)
{
	uint32_t type = mst_read_be32(&nfs->r);

	if (!nfs->r.short_read)
		mst_nfs_add_type(nfs->line, type);
	return !nfs->r.short_read;
}

static bool add_new_name(struct mst_nfs *nfs)
{
	mst_line_add(nfs->line, " ->");
	return mst_nfs_add_handle(nfs) && add_name(nfs);
}

bool mst_nfs_describe_call(struct mst_nfs *nfs, enum mst_nfs_procedure procedure)
{
	if (procedure == MST_NFS_NULL || procedure >= MST_NFS_NOP)
		return true;
	if (!mst_nfs_add_handle(nfs))
		return false;
	switch (procedure) {
	case MST_NFS_LOOKUP:
	case MST_NFS_CREATE:
	case MST_NFS_MKDIR:
	case MST_NFS_REMOVE:
	case MST_NFS_RMDIR: return add_name(nfs);
	case MST_NFS_ACCESS: return add_access(nfs);
	case MST_NFS_READ:
	case MST_NFS_COMMIT:
	case MST_NFS_READDIR:
	case MST_NFS_READDIRPLUS: return add_bytes(nfs, procedure);
	case MST_NFS_WRITE: return add_written(nfs);
	case MST_NFS_SYMLINK: return add_name(nfs) && add_link_target(nfs);
	case MST_NFS_MKNOD: return add_name(nfs) && add_node_type(nfs);
	case MST_NFS_RENAME: return add_name(nfs) && add_new_name(nfs);
	case MST_NFS_LINK: return add_new_name(nfs);
	default: return true;
	}
}
