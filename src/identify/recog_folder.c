/* SPDX-License-Identifier: BSD-2-Clause */
/* recog_folder.c - a folder of files in recog's format (signatures.h): its *.xml, in the order of their names. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/whole_file.h"
#include "identify/recog.h"
#include "identify/signatures.h"

#define FILE_BYTES_MAX (16 * 1024 * 1024)
#define PATH_BYTES 4096

static int is_xml(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".xml") == 0;
}

/* Not by the rules of a language, as alphasort(3) does. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_one(struct mst_signatures *set, const char *folder, const char *name, struct mst_error *err)
{
	char path[PATH_BYTES], *text;
	size_t size;
	int code;

	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
		return mst_fail(err, -ENAMETOOLONG, "%s: a path in it is too long", folder);
	code = mst_file_read_whole(&text, &size, path, FILE_BYTES_MAX, "fingerprints in recog's format", err);
	if (code < 0)
		return code;
	code = mst_recog_read(set, path, text, size, err);
	free(text);
	return code;
}

static int read_all(struct mst_signatures *set, const char *folder, struct mst_error *err)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_xml, by_bytes), code = 0;

	if (count < 0)
		return mst_fail(err, -errno, "%s: cannot be read: %s", folder, strerror(errno));
	if (count == 0)
		code = mst_fail(err, -EINVAL,
		                "%s: no file ends in .xml; expected a folder of fingerprints in recog's format",
		                folder);
	for (int i = 0; i < count; i++) {
		if (code == 0)
			code = read_one(set, folder, entries[i]->d_name, err);
		free(entries[i]);
	}
	free(entries);
	return code;
}

int mst_signatures_add_recog(struct mst_signatures *signatures, const char *folder, struct mst_error *err)
{
	struct mst_signatures read = { 0 };
	int code = read_all(&read, folder, err);

	if (code == 0 && !mst_signatures_join(signatures, &read, false))
		code = mst_fail(err, -ENOMEM, "%s: no memory for its fingerprints", folder);
	mst_signatures_clear(&read);
	return code;
}
