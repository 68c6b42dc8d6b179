/* SPDX-License-Identifier: BSD-2-Clause */
/* file_reading.c - see file_reading.h. */
#include "capture/file_reading.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"

#define READ_AHEAD (256u << 10)

enum { LINK_USB_LINUX = 189, LINK_USB_LINUX_MMAPPED = 220, LINK_DBUS = 231, LINK_USBPCAP = 249, LINK_EBHSCR = 279 };

/* Room for `count` bytes from `begin` on. */
static int make_room(struct mst_file *file, size_t count, struct mst_error *err)
{
	size_t size = count > READ_AHEAD ? count : READ_AHEAD;
	uint8_t *grown;

	if (file->begin > 0)
		memmove(file->buffer, file->buffer + file->begin, file->end - file->begin);
	file->end -= file->begin;
	file->begin = 0;
	if (size <= file->size)
		return 0;
	grown = realloc(file->buffer, size);
	if (!grown)
		return mst_fail(err, -ENOMEM, "no memory for a block of %zu bytes", count);
	file->buffer = grown;
	file->size = size;
	return 0;
}

/* Whether read(2) will not wait longer than it may. False also when a signal arrived. */
static bool is_ready(const struct mst_file *file)
{
	struct pollfd ready = { .fd = file->descriptor, .events = POLLIN };
	bool forever = file->until_ns == MST_FILE_FOREVER;
	uint64_t now_ns, left_ms = 0;
	int count;

	if (!file->waits)
		return true;
	now_ns = forever ? 0 : mst_now_ns();
	if (!forever && file->until_ns > now_ns)
		left_ms = (file->until_ns - now_ns + MST_NS_PER_MS - 1) / MST_NS_PER_MS;
	do {
		count = poll(&ready, 1, forever ? -1 : (int)left_ms);
	} while (count < 0 && errno == EINTR && forever);
	return count > 0 || (count < 0 && errno != EINTR);
}

/* Reads what is there, at least a byte. 0: the file has ended. */
static int64_t read_more(struct mst_file *file, struct mst_error *err)
{
	ssize_t got;

	do {
		if (!is_ready(file))
			return -EAGAIN;
		got = read(file->descriptor, file->buffer + file->end, file->size - file->end);
	} while (got < 0 && (errno == EINTR || (errno == EAGAIN && file->waits)));
	if (got < 0)
		return mst_fail(err, -EIO, "cannot read it: %s", strerror(errno));
	file->end += (size_t)got;
	return got;
}

int64_t mst_file_want(struct mst_file *file, size_t count, struct mst_error *err)
{
	while (file->end - file->begin < count) {
		int64_t got = file->size - file->begin < count ? make_room(file, count, err) : 0;

		if (got == 0)
			got = read_more(file, err);
		if (got < 0)
			return got;
		if (got == 0)
			return (int64_t)(file->end - file->begin);
	}
	return (int64_t)count;
}

void mst_file_pass(struct mst_file *file, size_t count)
{
	file->begin += count;
}

uint32_t mst_file_snap_of(int linktype, uint32_t snap)
{
	uint32_t most = MST_FILE_SNAP_MAX;

	if (linktype == LINK_USB_LINUX || linktype == LINK_USB_LINUX_MMAPPED || linktype == LINK_DBUS ||
	    linktype == LINK_USBPCAP || linktype == LINK_EBHSCR)
		most = MST_FILE_BLOCK_MAX;
	return snap == 0 || snap > most ? most : snap;
}
