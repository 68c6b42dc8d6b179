/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * partial.c - see partial.h.
 *
 *     writer     create ─► lock ─► still linked?                          ─► write … ─► rename
 *     sweeper    open ─► lock, else leave it ─► is the name still this file? ─► remove
 *
 * The sweeper removes files that killed writers left. Only the holder of the lock may remove or write a file. A new
 * file may be removed before its writer has locked it: then it has no link left, and the writer tries another name.
 *
 * Three letters of the name are random, the other three are computed from NAME and those. So .NAME.backup and the
 * temporary files of rsync or of editors are not mistaken for ours (except one in 46,656, by chance).
 */
#include "base/partial.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/siphash.h"
#include "base/unnamed.h"

#define TRIES 100
#define LETTERS 6
#define CHOSEN 3
#define NAME_KEPT \
	(NAME_MAX - LETTERS - \
	 2) /* the kept part of a long name: with two dots and the letters it is as long as names may be */

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Fills letters[CHOSEN..LETTERS). */
static void derive_letters(const char *name, size_t length, char letters[LETTERS])
{
	static const struct mst_key key = { { UINT64_C(0x6d7573746572), UINT64_C(0x6173696465) } };
	uint64_t message[(NAME_MAX + 1 + sizeof(uint64_t)) / sizeof(uint64_t) + 1] = { 0 }, hash;
	char *bytes = (char *)message;

	memcpy(bytes, letters, CHOSEN);
	memcpy(bytes + CHOSEN, name, length);
	hash = mst_siphash(&key, message, sizeof message / sizeof *message);
	for (size_t i = CHOSEN; i < LETTERS; i++, hash /= sizeof alphabet - 1)
		letters[i] = alphabet[hash % (sizeof alphabet - 1)];
}

/* Whether name_partial may have made this name for an output called `name`. */
static bool is_ours(const char *entry, const char *name, size_t length)
{
	const char *end = entry + 1 + length;
	char letters[LETTERS];

	if (strlen(entry) != 1 + length + 1 + LETTERS || entry[0] != '.' || memcmp(entry + 1, name, length) != 0 ||
	    end[0] != '.')
		return false;
	memcpy(letters, end + 1, LETTERS);
	derive_letters(name, length, letters);
	return memcmp(letters, end + 1, LETTERS) == 0;
}

/* On these file systems other machines may not see a lock, so a free lock proves nothing. */
static bool is_shared_between_machines(int folder)
{
	static const unsigned long types[] = {
		0x6969 /* NFS */,        0x517b /* SMB */,      0xfe534d42 /* SMB2 */,  0xff534d42 /* CIFS */,
		0x65735546 /* FUSE */,   0x01021997 /* 9P */,   0x00c36400 /* Ceph */,  0x5346414f /* AFS */,
		0x6b414653 /* kAFS */,   0x73757245 /* Coda */, 0x7461636f /* OCFS2 */, 0x01161970 /* GFS2 */,
		0x0bd00bd0 /* Lustre */,
	};
	struct statfs status;

	if (fstatfs(folder, &status) < 0)
		return true;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (((unsigned long)status.f_type & 0xffffffff) == types[i])
			return true;
	}
	return false;
}

static void sweep_one(int folder, const char *entry)
{
	int fd = openat(folder, entry, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	struct stat status, now;

	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() && status.st_nlink == 1 &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0 && fstatat(folder, entry, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
	    now.st_dev == status.st_dev && now.st_ino == status.st_ino)
		(void)unlinkat(folder, entry, 0);
	close(fd);
}

static void sweep(const char *folder, const char *name, size_t length)
{
	DIR *entries = opendir(*folder ? folder : ".");
	struct dirent *entry;

	if (!entries)
		return;
	while (!is_shared_between_machines(dirfd(entries)) && (entry = readdir(entries))) {
		if (is_ours(entry->d_name, name, length))
			sweep_one(dirfd(entries), entry->d_name);
	}
	closedir(entries);
}

static int name_partial(char **partial_path, const char *folder, const char *name, size_t length)
{
	char letters[LETTERS];

	if (getrandom(letters, CHOSEN, 0) < 0)
		return -errno;
	for (size_t i = 0; i < CHOSEN; i++)
		letters[i] = alphabet[(uint8_t)letters[i] % (sizeof alphabet - 1)];
	derive_letters(name, length, letters);
	if (asprintf(partial_path, "%s.%.*s.%.*s", folder, (int)length, name, LETTERS, letters) < 0)
		*partial_path = NULL;
	return *partial_path ? 0 : -ENOMEM;
}

/* Where flock fails, it fails for sweepers too: they remove nothing. */
static void lock(int fd)
{
	while (flock(fd, LOCK_EX) < 0 && errno == EINTR)
		;
}

/* Not mkstemp: only open(2) applies the umask, which cannot be read without changing it for all threads. -EEXIST: the
 * name is taken, or a sweeper removed the file. */
static int create(const char *partial_path, mode_t mode)
{
	int fd = open(partial_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	struct stat status;

	if (fd < 0)
		return -errno;
	lock(fd);
	if (fstat(fd, &status) == 0 && status.st_nlink > 0)
		return fd;
	close(fd);
	return -EEXIST;
}

/* Makes a new file with a name that is free, or gives one to `unnamed` (-1: none). Returns a descriptor or -errno. */
static int make(const char *path, mode_t mode, int unnamed, char **partial_path)
{
	const char *name = name_of(path);
	size_t length = strnlen(name, NAME_KEPT);
	char folder[PATH_MAX];
	int code = mst_folder_of(folder, sizeof folder, path), fd = -EEXIST;

	*partial_path = NULL;
	for (int i = 0; i < TRIES && code == 0 && fd == -EEXIST; i++) {
		free(*partial_path);
		code = name_partial(partial_path, folder, name, length);
		if (code == 0 && unnamed < 0)
			fd = create(*partial_path, mode);
		else if (code == 0)
			fd = mst_unnamed_link(unnamed, *partial_path);
	}
	code = code < 0 ? code : fd;
	if (code < 0) {
		free(*partial_path);
		*partial_path = NULL;
	}
	return code;
}

void mst_partial_sweep(const char *path)
{
	const char *name = name_of(path);
	char folder[PATH_MAX];

	if (mst_folder_of(folder, sizeof folder, path) == 0)
		sweep(folder, name, strnlen(name, NAME_KEPT));
}

int mst_partial_open(const char *path, mode_t mode, char **partial_path)
{
	mst_partial_sweep(path);
	return make(path, mode, -1, partial_path);
}

int mst_partial_link(int fd, const char *path, char **partial_path)
{
	lock(fd);
	return make(path, 0, fd, partial_path);
}

int mst_rename_without_replacing(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -errno;
	/* Some network file systems do not support that rename. */
	if (link(from, to) < 0)
		return -errno;
	(void)unlink(from);
	return 0;
}

void mst_partial_keep(char **partial_path)
{
	const char *name = name_of(*partial_path);
	char *kept;

	if (asprintf(&kept, "%.*s%s", (int)(name - *partial_path), *partial_path, name + 1) < 0)
		return;
	if (mst_rename_without_replacing(*partial_path, kept) < 0) {
		free(kept);
		return;
	}
	free(*partial_path);
	*partial_path = kept;
}
