/* SPDX-License-Identifier: BSD-2-Clause */
/* file.c - opens a capture file by its first four bytes. See file.h. */
#include "capture/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "capture/file_pcap.h"
#include "capture/file_pcapng.h"

#define MAGIC_BYTES 4

/* Formats of capture files in a compressed file, and the tool that reads it. */
static const char *reader_of_compressed(const uint8_t magic[MAGIC_BYTES])
{
	static const struct {
		uint8_t magic[MAGIC_BYTES];
		size_t count;
		const char *tool;
	} formats[] = {
		{ { 0x1f, 0x8b }, 2, "zcat" },
		{ { 0x28, 0xb5, 0x2f, 0xfd }, 4, "zstdcat" },
		{ { 0x04, 0x22, 0x4d, 0x18 }, 4, "lz4cat" },
		{ { 0xfd, '7', 'z', 'X' }, 4, "xzcat" },
		{ { 'B', 'Z', 'h' }, 3, "bzcat" },
	};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (memcmp(magic, formats[i].magic, formats[i].count) == 0)
			return formats[i].tool;
	}
	return NULL;
}

static int begin(struct mst_file *file, struct mst_error *err)
{
	static const uint8_t section[MAGIC_BYTES] = { 0x0a, 0x0d, 0x0d, 0x0a };
	int64_t got = mst_file_want(file, MAGIC_BYTES, err);
	const char *tool;

	if (got < 0)
		return (int)got;
	if (got < MAGIC_BYTES)
		return mst_fail(err, -EBADMSG, "truncated dump file; tried to read %d file header bytes, only got %d",
		                MAGIC_BYTES, (int)got);
	file->pcapng = memcmp(mst_file_bytes(file), section, sizeof section) == 0;
	if (file->pcapng)
		return mst_file_pcapng_begin(file, err);
	if (mst_file_pcap_is(&file->pcap, mst_file_bytes(file)))
		return mst_file_pcap_begin(file, err);
	tool = reader_of_compressed(mst_file_bytes(file));
	if (tool)
		return mst_fail(err, -EBADMSG,
		                "it is compressed: expected pcap or pcapng, as %s FILE | … -r - gives it", tool);
	return mst_fail(err, -EBADMSG, "unknown file format; expected pcap or pcapng");
}

int mst_file_open(struct mst_file **out, int descriptor, struct mst_error *err)
{
	struct mst_file *file = calloc(1, sizeof *file);
	struct stat kind;
	int code;

	*out = NULL;
	if (!file)
		return mst_fail(err, -ENOMEM, "no memory for a capture file");
	file->descriptor = descriptor;
	file->waits = fstat(descriptor, &kind) < 0 || !S_ISREG(kind.st_mode);
	file->until_ns = MST_FILE_FOREVER;
	code = begin(file, err);
	if (code < 0) {
		file->descriptor = -1;
		mst_file_close(file);
		return code;
	}
	*out = file;
	return 0;
}

int mst_file_next(struct mst_file *file, struct mst_file_frame *frame, uint64_t at_most_ns, struct mst_error *err)
{
	uint64_t now_ns = at_most_ns > 0 && file->waits ? mst_now_ns() : 0;

	file->until_ns = at_most_ns < MST_FILE_FOREVER - now_ns ? now_ns + at_most_ns : MST_FILE_FOREVER;
	return file->pcapng ? mst_file_pcapng_next(file, frame, err) : mst_file_pcap_next(file, frame, err);
}

int mst_file_linktype(const struct mst_file *file)
{
	return file->linktype;
}

uint32_t mst_file_snap(const struct mst_file *file)
{
	return file->snap;
}

bool mst_file_is_mixed(const struct mst_file *file)
{
	return file->pcapng;
}

void mst_file_close(struct mst_file *file)
{
	if (!file)
		return;
	if (file->descriptor > STDIN_FILENO)
		close(file->descriptor);
	mst_section_end(&file->section);
	free(file->buffer);
	free(file);
}
