/* SPDX-License-Identifier: BSD-2-Clause */
/* dump.c - see dump.h. */
#include "capture/dump.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/pcap_file.h"

#define PATH_MOST 4096

struct mst_dump {
	struct mst_capture_files files;
	struct mst_tap *tap;
	struct mst_pcap_file file;
	uint64_t began_ns; /* time of its first frame */
	unsigned number;   /* of the file, from 1 */
	int linktype;      /* of all its frames */
};

static bool rotates(const struct mst_dump *dump)
{
	return dump->files.rotate_bytes || dump->files.rotate_ns;
}

/* "dir/name.pcap" → "dir/name-00001.pcap", when there will be several. */
static void name_file(const struct mst_dump *dump, unsigned number, char path[PATH_MOST])
{
	const char *given = dump->files.path, *slash = strrchr(given, '/'), *dot = strrchr(given, '.');

	if (!rotates(dump))
		snprintf(path, PATH_MOST, "%s", given);
	else if (dot && dot != given && (!slash || dot > slash + 1))
		snprintf(path, PATH_MOST, "%.*s-%05u%s", (int)(dot - given), given, number, dot);
	else
		snprintf(path, PATH_MOST, "%s-%05u", given, number);
}

static int open_next(struct mst_dump *dump, struct mst_error *err)
{
	char path[PATH_MOST];
	struct mst_pcap_file_config config = {
		.path = path,
		.force = dump->files.force,
		.dlt = dump->linktype,
		.snap = mst_tap_snap(dump->tap),
	};
	int code;

	dump->number++;
	dump->began_ns = 0;
	name_file(dump, dump->number, path);
	code = mst_pcap_file_open(&dump->file, &config, err);
	return code < 0 ? code : mst_dump_flush(dump, err);
}

int mst_dump_open(struct mst_dump **out, const struct mst_capture_files *files, struct mst_tap *tap,
                  struct mst_error *err)
{
	struct mst_dump *dump = calloc(1, sizeof *dump);
	int code;

	*out = NULL;
	if (!dump)
		return mst_fail(err, -ENOMEM, "no memory for a file of frames");
	dump->files = *files;
	dump->tap = tap;
	dump->linktype = mst_tap_linktype(tap);
	if (strlen(files->path) + 8 > PATH_MOST || (rotates(dump) && strcmp(files->path, "-") == 0)) {
		free(dump);
		return mst_fail(err, -EINVAL,
		                "standard output cannot be rotated: expected a file, shorter than %d letters",
		                PATH_MOST - 8);
	}
	code = open_next(dump, err);
	if (code < 0) {
		mst_dump_close(dump, NULL);
		return code;
	}
	*out = dump;
	return 0;
}

/* The sentence of a write that failed; the file is closed. */
static int end(struct mst_dump *dump, int code, struct mst_error *err)
{
	return code < 0 ? mst_pcap_file_close(&dump->file, err) : 0;
}

int mst_dump_flush(struct mst_dump *dump, struct mst_error *err)
{
	return dump->file.buffer ? end(dump, mst_pcap_file_flush(&dump->file), err) : 0;
}

static void remove_oldest(const struct mst_dump *dump)
{
	char path[PATH_MOST];

	if (!dump->files.rotate_keep || dump->number <= dump->files.rotate_keep)
		return;
	name_file(dump, dump->number - dump->files.rotate_keep, path);
	(void)unlink(path);
}

static bool is_full(const struct mst_dump *dump, const struct mst_captured *frame)
{
	uint64_t bytes = mst_pcap_file_bytes(&dump->file), after = bytes + MST_PCAP_RECORD_BYTES + frame->captured;

	if (dump->files.rotate_bytes && after > dump->files.rotate_bytes && bytes > MST_PCAP_FILE_BYTES)
		return true;
	return dump->files.rotate_ns && dump->began_ns && frame->time_ns >= dump->began_ns + dump->files.rotate_ns;
}

/* What a file of pcap cannot hold. */
static int check(const struct mst_dump *dump, const struct mst_captured *frame, struct mst_error *err)
{
	const char *first = pcap_datalink_val_to_name(dump->linktype), *other;

	if (frame->time_ns / MST_NS_PER_SECOND > UINT32_MAX)
		return mst_fail(err, -EBADMSG,
		                "a packet of a time after 2106-02-07, which a pcap file cannot hold; those before are "
		                "written");
	if (frame->linktype == dump->linktype)
		return 0;
	other = pcap_datalink_val_to_name(frame->linktype);
	return mst_fail(err, -EBADMSG,
	                "a packet of link type %s (%d) among those of %s (%d): a pcap file holds packets of one link "
	                "type; those before are written",
	                other ? other : "unknown", frame->linktype, first ? first : "unknown", dump->linktype);
}

int mst_dump_write(struct mst_dump *dump, const struct mst_captured *frame, struct mst_error *err)
{
	int code = 0;

	if (!dump->file.buffer)
		return 0; /* it failed, which was told */
	code = check(dump, frame, err);
	if (code < 0)
		return code;
	if (is_full(dump, frame)) {
		code = mst_pcap_file_close(&dump->file, err);
		if (code == 0)
			code = open_next(dump, err);
		if (code < 0)
			return code;
		remove_oldest(dump);
	}
	if (!dump->began_ns)
		dump->began_ns = frame->time_ns;
	return end(dump,
	           mst_pcap_file_put(&dump->file, frame->time_ns, frame->bytes, frame->captured, frame->wire_bytes),
	           err);
}

unsigned mst_dump_files(const struct mst_dump *dump)
{
	return dump->number;
}

int mst_dump_close(struct mst_dump *dump, struct mst_error *err)
{
	int code;

	if (!dump)
		return 0;
	code = mst_pcap_file_close(&dump->file, err);
	free(dump);
	return code;
}
