/* SPDX-License-Identifier: BSD-2-Clause */
/* file_reading.c - see file_reading.h. */
#include "capture/file_reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum { LINK_USB_LINUX = 189, LINK_USB_LINUX_MMAPPED = 220, LINK_DBUS = 231, LINK_USBPCAP = 249, LINK_EBHSCR = 279 };

int mst_file_grow(struct mst_file *file, size_t size, struct mst_error *err)
{
	uint8_t *grown;

	if (size <= file->size)
		return 0;
	grown = realloc(file->bytes, size);
	if (!grown)
		return mst_fail(err, -ENOMEM, "no memory for a block of %zu bytes", size);
	file->bytes = grown;
	file->size = size;
	return 0;
}

int64_t mst_file_read(struct mst_file *file, size_t at, size_t count, struct mst_error *err)
{
	size_t got = fread(file->bytes + at, 1, count, file->in);

	if (got < count && ferror(file->in))
		return mst_fail(err, -EIO, "cannot read it: %s", strerror(errno));
	return (int64_t)got;
}

uint32_t mst_file_snap_of(int linktype, uint32_t snap)
{
	uint32_t most = MST_FILE_SNAP_MAX;

	if (linktype == LINK_USB_LINUX || linktype == LINK_USB_LINUX_MMAPPED || linktype == LINK_DBUS ||
	    linktype == LINK_USBPCAP || linktype == LINK_EBHSCR)
		most = MST_FILE_BLOCK_MAX;
	return snap == 0 || snap > most ? most : snap;
}
