/* SPDX-License-Identifier: BSD-2-Clause */
/* folder.c - see folder.h. */
#include "base/folder.h"

#include <errno.h>
#include <string.h>

int mst_folder_of(char *folder, size_t size, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) + 1 : 0;

	if (length >= size)
		return -ENAMETOOLONG;
	memcpy(folder, path, length);
	folder[length] = '\0';
	return 0;
}
