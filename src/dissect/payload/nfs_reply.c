/* SPDX-License-Identifier: BSD-2-Clause */
/* nfs_reply.c - results of NFS calls. See nfs.h. */
#include <inttypes.h>

#include "dissect/payload/nfs.h"

#define ATTRIBUTES_BYTES 84 /* of version 3 */

struct status {
	uint32_t number;
	const char *text;
};

static void add_status(struct mst_line *line, uint32_t number)
{
	/* clang-format off */
	static const struct status statuses[] = {
		{ 1, "Operation not permitted" }, { 2, "No such file or directory" }, { 5, "Input/output error" },
		{ 6, "Device not configured" }, { 11, "Resource deadlock avoided" }, { 12, "Cannot allocate memory" },
		{ 13, "Permission denied" }, { 17, "File exists" }, { 18, "Cross-device link" },
		{ 19, "Operation not supported by device" }, { 20, "Not a directory" }, { 21, "Is a directory" },
		{ 22, "Invalid argument" }, { 26, "Text file busy" }, { 27, "File too large" },
		{ 28, "No space left on device" }, { 30, "Read-only file system" }, { 31, "Too many links" },
		{ 45, "Operation not supported" }, { 62, "Too many levels of symbolic links" },
		{ 63, "File name too long" }, { 66, "Directory not empty" }, { 69, "Disc quota exceeded" },
		{ 70, "Stale NFS file handle" }, { 71, "Too many levels of remote in path" },
		{ 99, "Write cache flushed to disk" }, { 10001, "Illegal NFS file handle" },
		{ 10002, "Update synchronization mismatch" }, { 10003, "READDIR/READDIRPLUS cookie is stale" },
		{ 10004, "Operation not supported" }, { 10005, "Buffer or request is too small" },
		{ 10006, "Unspecified error on server" }, { 10007, "Object of that type not supported" },
		{ 10008, "Request couldn't be completed in time" },
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		if (statuses[i].number == number) {
			mst_line_add(line, " ERROR: %s", statuses[i].text);
			return;
		}
	}
	mst_line_add(line, " ERROR: unk %u", number);
}

static bool add_attributes(struct mst_nfs *nfs)
{
	uint32_t type = mst_read_be32(&nfs->r), mode = mst_read_be32(&nfs->r), user, group;
	uint64_t size;

	mst_skip(&nfs->r, 4); /* links */
	user = mst_read_be32(&nfs->r);
	group = mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	mst_nfs_add_type(nfs->line, type);
	mst_line_add(nfs->line, " %o ids %d/%d", mode, (int32_t)user, (int32_t)group);
	size = nfs->version == 3 ? mst_read_be64(&nfs->r) : mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	mst_line_add(nfs->line, " sz %" PRIu64, size);
	return true;
}

/* Attributes of a file, with a word before them that says whether they are there. */
static bool skip_attributes(struct mst_nfs *nfs)
{
	if (mst_read_be32(&nfs->r))
		mst_skip(&nfs->r, ATTRIBUTES_BYTES);
	return !nfs->r.short_read;
}

/* What a file was before the call, and what it is after it. */
static bool skip_change(struct mst_nfs *nfs)
{
	if (mst_read_be32(&nfs->r))
		mst_skip(&nfs->r, 24);
	return skip_attributes(nfs);
}

static bool add_rights(struct mst_nfs *nfs)
{
	uint32_t rights;

	if (!skip_attributes(nfs))
		return false;
	rights = mst_read_be32(&nfs->r);
	if (!nfs->r.short_read)
		mst_line_add(nfs->line, " c %04x", rights);
	return !nfs->r.short_read;
}

/* CREATE, MKDIR, SYMLINK, MKNOD: the handle of what was made. */
static bool add_made(struct mst_nfs *nfs, enum mst_nfs_procedure procedure)
{
	bool has_handle = nfs->version == 3 ? mst_read_be32(&nfs->r) : procedure != MST_NFS_SYMLINK;

	return !nfs->r.short_read && (!has_handle || mst_nfs_add_handle(nfs));
}

/* Words of a file system, each behind its name; those without a name are not shown. */
static bool add_words(struct mst_nfs *nfs, const char *const *names, size_t count)
{
	struct mst_reader all = nfs->r;

	mst_skip(&all, count * 4);
	if (all.short_read)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t word = mst_read_be32(&nfs->r);

		if (names[i])
			mst_line_add(nfs->line, " %s %u", names[i], word);
	}
	return true;
}

static bool add_space(struct mst_nfs *nfs)
{
	static const char *const names[] = { "tsize", "bsize", "blocks", "bfree", "bavail" };
	uint64_t total, free, available;

	if (nfs->version != 3)
		return add_words(nfs, names, sizeof names / sizeof *names);
	if (!skip_attributes(nfs))
		return false;
	total = mst_read_be64(&nfs->r);
	free = mst_read_be64(&nfs->r);
	available = mst_read_be64(&nfs->r);
	mst_skip(&nfs->r, 28);
	if (!nfs->r.short_read)
		mst_line_add(nfs->line, " tbytes %" PRIu64 " fbytes %" PRIu64 " abytes %" PRIu64, total, free,
		             available);
	return !nfs->r.short_read;
}

static bool add_limits(struct mst_nfs *nfs)
{
	static const char *const names[] = { "rtmax",  "rtpref", NULL, "wtmax", "wtpref", NULL,
		                             "dtpref", NULL,     NULL, NULL,    NULL,     NULL };

	return skip_attributes(nfs) && add_words(nfs, names, sizeof names / sizeof *names);
}

static bool add_path_limits(struct mst_nfs *nfs)
{
	static const char *const names[] = { "notrunc", "chownres", "igncase", "keepcase" };
	struct mst_reader all;
	uint32_t links, length;

	if (!skip_attributes(nfs))
		return false;
	all = nfs->r;
	mst_skip(&all, 24);
	if (all.short_read)
		return false;
	links = mst_read_be32(&nfs->r);
	length = mst_read_be32(&nfs->r);
	mst_line_add(nfs->line, " linkmax %u namemax %u", links, length);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		mst_line_add(nfs->line, " %s", mst_read_be32(&nfs->r) ? names[i] : "");
	return true;
}

static bool add_directory(struct mst_nfs *nfs)
{
	uint32_t offset, size, end;

	if (nfs->version == 3)
		return skip_attributes(nfs);
	offset = mst_read_be32(&nfs->r);
	size = mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	mst_line_add(nfs->line, " offset 0x%x size %u ", offset, size);
	end = mst_read_be32(&nfs->r);
	if (end)
		mst_line_add(nfs->line, " eof");
	return !nfs->r.short_read;
}

bool mst_nfs_describe_results(struct mst_nfs *nfs, enum mst_nfs_procedure procedure)
{
	bool is3 = nfs->version == 3;
	uint32_t status;

	if (procedure == MST_NFS_NULL || procedure >= MST_NFS_NOP)
		return true;
	status = mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	if (status) {
		add_status(nfs->line, status);
		return true;
	}
	switch (procedure) {
	case MST_NFS_GETATTR: return add_attributes(nfs);
	case MST_NFS_SETATTR: return is3 ? skip_change(nfs) : add_attributes(nfs);
	case MST_NFS_LOOKUP: return mst_nfs_add_handle(nfs);
	case MST_NFS_ACCESS: return add_rights(nfs);
	case MST_NFS_READLINK: return (!is3 || skip_attributes(nfs)) && mst_nfs_add_text(nfs, " ");
	case MST_NFS_READ: return is3 ? skip_attributes(nfs) : nfs->r.left > 0;
	case MST_NFS_WRITE: return is3 ? skip_change(nfs) : nfs->r.left > 0;
	case MST_NFS_CREATE:
	case MST_NFS_MKDIR: return add_made(nfs, procedure);
	case MST_NFS_SYMLINK:
	case MST_NFS_MKNOD: return !is3 || add_made(nfs, procedure);
	case MST_NFS_REMOVE:
	case MST_NFS_RMDIR:
	case MST_NFS_COMMIT: return !is3 || skip_change(nfs);
	case MST_NFS_READDIR:
	case MST_NFS_READDIRPLUS: return add_directory(nfs);
	case MST_NFS_FSSTAT: return add_space(nfs);
	case MST_NFS_FSINFO: return add_limits(nfs);
	case MST_NFS_PATHCONF: return add_path_limits(nfs);
	default: return true;
	}
}
