/* SPDX-License-Identifier: BSD-2-Clause */
/* file.c - opens a capture file by its first four bytes. See file.h. */
#include "capture/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "capture/file_pcap.h"
#include "capture/file_pcapng.h"

#define FIRST_SIZE 65536
#define MAGIC_BYTES 4
#define READ_AHEAD (256u << 10)

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
	int64_t got = mst_file_read(file, 0, MAGIC_BYTES, err);
	const char *tool;

	if (got < 0)
		return (int)got;
	if (got < MAGIC_BYTES)
		return mst_fail(err, -EBADMSG, "truncated dump file; tried to read %d file header bytes, only got %d",
		                MAGIC_BYTES, (int)got);
	file->pcapng = memcmp(file->bytes, section, sizeof section) == 0;
	if (file->pcapng)
		return mst_file_pcapng_begin(file, err);
	if (mst_file_pcap_is(&file->pcap, file->bytes))
		return mst_file_pcap_begin(file, err);
	tool = reader_of_compressed(file->bytes);
	if (tool)
		return mst_fail(err, -EBADMSG,
		                "it is compressed: expected pcap or pcapng, as %s FILE | … -r - gives it", tool);
	return mst_fail(err, -EBADMSG, "unknown file format; expected pcap or pcapng");
}

int mst_file_open(struct mst_file **out, FILE *in, struct mst_error *err)
{
	struct mst_file *file = calloc(1, sizeof *file);
	int code;

	*out = NULL;
	if (!file)
		return mst_fail(err, -ENOMEM, "no memory for a capture file");
	file->in = in;
	(void)setvbuf(in, NULL, _IOFBF, READ_AHEAD);
	code = mst_file_grow(file, FIRST_SIZE, err);
	if (code == 0)
		code = begin(file, err);
	if (code < 0) {
		file->in = NULL;
		mst_file_close(file);
		return code;
	}
	*out = file;
	return 0;
}

int mst_file_next(struct mst_file *file, struct mst_file_frame *frame, struct mst_error *err)
{
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
	if (file->in && file->in != stdin)
		fclose(file->in);
	mst_section_end(&file->section);
	free(file->bytes);
	free(file);
}
