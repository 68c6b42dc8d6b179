/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump.c - see dump.h.
 *
 * libpcap writes through stdio, which reports a full disk only when it flushes, when half a record may be written
 * already. The file is then truncated to its last complete record.
 */
#include "capture/dump.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"

#define FILE_HEADER 24
#define RECORD_HEADER 16
#define PATH_MOST 4096

struct mst_dump {
	struct mst_capture_files files;
	struct mst_tap *tap;
	pcap_dumper_t *dumper;
	FILE *file;
	char path[PATH_MOST];
	off_t whole;       /* bytes known to be written, up to the end of a record */
	uint64_t bytes;    /* of the file, including bytes not written yet */
	uint64_t began_ns; /* time of its first frame */
	unsigned number;   /* of the file, from 1 */
	bool failed;
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

static int open_path(struct mst_dump *dump, struct mst_error *err)
{
	int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | (dump->files.force ? O_TRUNC : O_EXCL);
	int fd;

	if (strcmp(dump->files.path, "-") == 0) {
		dump->file = stdout;
		return 0;
	}
	name_file(dump, dump->number, dump->path);
	fd = open(dump->path, flags, 0666);
	if (fd < 0 && errno == EEXIST)
		return mst_fail(err, -EEXIST, "%s exists; --force overwrites it", dump->path);
	dump->file = fd < 0 ? NULL : fdopen(fd, "w+b");
	if (!dump->file) {
		int code = -errno;

		if (fd >= 0)
			close(fd);
		return mst_fail(err, code, "cannot write %s: %s", dump->path, strerror(-code));
	}
	return 0;
}

static int open_next(struct mst_dump *dump, struct mst_error *err)
{
	int code;

	dump->number++;
	code = open_path(dump, err);
	if (code < 0)
		return code;
	dump->dumper = pcap_dump_fopen(mst_tap_pcap(dump->tap), dump->file);
	if (!dump->dumper)
		return mst_fail(err, -EIO, "cannot write %s: %s", dump->files.path,
		                pcap_geterr(mst_tap_pcap(dump->tap)));
	dump->bytes = FILE_HEADER;
	dump->whole = 0;
	dump->began_ns = 0;
	return mst_dump_flush(dump, err);
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

/* The end of the last complete record; `from` is the start of a record. */
static off_t end_of_whole(int fd, off_t from, off_t size)
{
	unsigned char header[RECORD_HEADER];
	off_t at = from < FILE_HEADER ? FILE_HEADER : from;
	uint32_t captured;

	if (size < FILE_HEADER)
		return 0;
	while (pread(fd, header, sizeof header, at) == RECORD_HEADER) {
		memcpy(&captured, header + 8, sizeof captured); /* in this machine's order: it wrote it */
		if (at + RECORD_HEADER + (off_t)captured > size)
			break;
		at += RECORD_HEADER + (off_t)captured;
	}
	return at <= size ? at : from;
}

static int fail_write(struct mst_dump *dump, int code, struct mst_error *err)
{
	off_t size, end;
	int fd = fileno(dump->file);

	dump->failed = true;
	if (dump->file == stdout || code == -EPIPE)
		return mst_fail(err, code, "standard output: %s", strerror(-code));
	size = lseek(fd, 0, SEEK_END);
	end = size < 0 ? -1 : end_of_whole(fd, dump->whole, size);
	if (end < 0 || ftruncate(fd, end) < 0)
		return mst_fail(err, code, "cannot write %s: %s; its last record is not whole", dump->path,
		                strerror(-code));
	return mst_fail(err, code, "cannot write %s: %s; it is whole up to the last frame that had room, %lld bytes",
	                dump->path, strerror(-code), (long long)end);
}

int mst_dump_flush(struct mst_dump *dump, struct mst_error *err)
{
	if (dump->failed)
		return 0;
	if (pcap_dump_flush(dump->dumper) < 0)
		return fail_write(dump, errno ? -errno : -EIO, err);
	if (dump->file != stdout)
		dump->whole = lseek(fileno(dump->file), 0, SEEK_CUR);
	return 0;
}

/* fclose(3) would write the failed data again: the descriptor is closed first. */
static int close_file(struct mst_dump *dump, struct mst_error *err)
{
	int code = dump->dumper ? mst_dump_flush(dump, err) : 0;

	if (dump->failed && dump->file && dump->file != stdout) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		if (null >= 0) {
			dup2(null, fileno(dump->file));
			close(null);
		}
	}
	if (dump->dumper && dump->file != stdout)
		pcap_dump_close(dump->dumper);
	else if (dump->file && dump->file != stdout)
		fclose(dump->file);
	dump->dumper = NULL;
	dump->file = NULL;
	return code;
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
	uint64_t after = dump->bytes + RECORD_HEADER + frame->captured;

	if (dump->files.rotate_bytes && after > dump->files.rotate_bytes && dump->bytes > FILE_HEADER)
		return true;
	return dump->files.rotate_ns && dump->began_ns && frame->time_ns >= dump->began_ns + dump->files.rotate_ns;
}

int mst_dump_write(struct mst_dump *dump, const struct mst_captured *frame, struct mst_error *err)
{
	struct pcap_pkthdr header = {
		.ts = { .tv_sec = (time_t)(frame->time_ns / MST_NS_PER_SECOND),
		        .tv_usec = (suseconds_t)(frame->time_ns % MST_NS_PER_SECOND), },
		.caplen = (bpf_u_int32)frame->captured,
		.len = (bpf_u_int32)frame->wire_bytes,
	};
	int code = 0;

	if (dump->failed)
		return 0;
	if (is_full(dump, frame)) {
		code = close_file(dump, err);
		if (code == 0)
			code = open_next(dump, err);
		if (code < 0)
			return code;
		remove_oldest(dump);
	}
	if (!dump->began_ns)
		dump->began_ns = frame->time_ns;
	errno = 0;
	pcap_dump((u_char *)dump->dumper, &header, frame->bytes);
	dump->bytes += RECORD_HEADER + frame->captured;
	return ferror(dump->file) ? fail_write(dump, errno ? -errno : -EIO, err) : 0;
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
	code = close_file(dump, err);
	free(dump);
	return code;
}
