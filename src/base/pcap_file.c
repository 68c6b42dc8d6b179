/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap_file.c - see pcap_file.h. */
#include "base/pcap_file.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file_end.h"
#include "base/linktype.h"

#define BUFFER ((size_t)65536)
#define MAGIC_NS 0xa1b23c4du
#define FILE_MODE 0666 /* less the umask */

/* In the byte order of this machine, as the magic number tells. */
struct file_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zero[2];
	uint32_t snap, linktype;
};

struct record_header {
	uint32_t seconds, nanoseconds, captured, wire_bytes;
};

_Static_assert(sizeof(struct file_header) == MST_PCAP_FILE_BYTES, "the format has no padding");
_Static_assert(sizeof(struct record_header) == MST_PCAP_RECORD_BYTES, "nor here");

/* ---- opening ---- */

static int open_path(struct mst_pcap_file *file, const struct mst_pcap_file_config *config, struct mst_error *err)
{
	int code;

	file->to_stdout = strcmp(config->path, "-") == 0;
	if (file->to_stdout) {
		file->fd = STDOUT_FILENO;
		return 0;
	}
	code = mst_named_file_open(&file->file, config->path, config->partial, FILE_MODE, config->force, err);
	file->fd = file->file.fd;
	/* One that is overwritten is emptied. */
	if (code == 0 && file->file.kind == MST_NAMED_DIRECT && !file->file.created && ftruncate(file->fd, 0) < 0)
		code = mst_fail(err, -errno, "cannot write %s: %s", config->path, strerror(errno));
	return code;
}

int mst_pcap_file_open(struct mst_pcap_file *file, const struct mst_pcap_file_config *config, struct mst_error *err)
{
	struct file_header header = {
		.magic = MAGIC_NS,
		.major = 2,
		.minor = 4,
		.snap = config->snap,
		.linktype = (uint32_t)mst_linktype_of_dlt(config->dlt),
	};
	int code;

	*file = (struct mst_pcap_file){ .fd = -1, .buffer = malloc(BUFFER), .size = BUFFER };
	code = file->buffer ? open_path(file, config, err)
	                    : mst_fail(err, -ENOMEM, "no memory to write %s", config->path);
	if (code < 0) {
		mst_named_file_free(&file->file);
		free(file->buffer);
		file->buffer = NULL;
		return code;
	}
	memcpy(file->buffer, &header, sizeof header);
	file->used = sizeof header;
	return 0;
}

/* ---- writing ---- */

/* How many of these bytes are whole records; the file begins with its header. */
static size_t whole_records(const struct mst_pcap_file *file, size_t done)
{
	size_t whole = file->written == 0 ? MST_PCAP_FILE_BYTES : 0;
	struct record_header header;

	if (whole > done)
		return 0;
	while (whole + sizeof header <= done) {
		memcpy(&header, file->buffer + whole, sizeof header);
		if (header.captured > done - whole - sizeof header)
			break;
		whole += sizeof header + header.captured;
	}
	return whole;
}

/* Another process may have made the pipe non-blocking. */
static void wait_until_writable(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLOUT };

	(void)poll(&poll_fd, 1, -1);
}

static size_t write_fully(struct mst_pcap_file *file)
{
	size_t done = 0;

	while (done < file->used && file->code == 0) {
		ssize_t wrote = write(file->fd, file->buffer + done, file->used - done);

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0)
			file->code = -EIO;
		else if (errno == EAGAIN)
			wait_until_writable(file->fd);
		else if (errno != EINTR)
			file->code = -errno;
	}
	return done;
}

int mst_pcap_file_flush(struct mst_pcap_file *file)
{
	size_t done, whole;

	if (file->code == 0) {
		done = write_fully(file);
		whole = done == file->used ? done : whole_records(file, done);
		if (whole < done && !mst_file_shorten(file->fd, done - whole))
			whole = done;
		file->written += whole;
	}
	file->used = 0;
	return file->code;
}

/* For a record that is longer than the buffer. */
static int make_room(struct mst_pcap_file *file, size_t count)
{
	uint8_t *grown;

	if (file->size - file->used >= count || mst_pcap_file_flush(file) < 0 || file->size >= count)
		return file->code;
	grown = realloc(file->buffer, count);
	if (!grown)
		return file->code = -ENOMEM;
	file->buffer = grown;
	file->size = count;
	return 0;
}

int mst_pcap_file_put(struct mst_pcap_file *file, uint64_t time_ns, const uint8_t *bytes, size_t captured,
                      size_t wire_bytes)
{
	struct record_header header = {
		.seconds = (uint32_t)(time_ns / MST_NS_PER_SECOND),
		.nanoseconds = (uint32_t)(time_ns % MST_NS_PER_SECOND),
		.captured = (uint32_t)captured,
		.wire_bytes = (uint32_t)wire_bytes,
	};

	if (file->code < 0 || make_room(file, sizeof header + captured) < 0)
		return file->code;
	memcpy(file->buffer + file->used, &header, sizeof header);
	memcpy(file->buffer + file->used + sizeof header, bytes, captured);
	file->used += sizeof header + captured;
	return 0;
}

/* ---- the end ---- */

static int explain(struct mst_pcap_file *file, struct mst_error *err)
{
	const char *name = file->to_stdout ? "standard output" : file->file.path, *kept;
	bool beside;

	if (file->to_stdout || file->file.kind == MST_NAMED_DEVICE)
		return mst_fail(err, file->code, "cannot write %s: %s", name, strerror(-file->code));
	kept = file->written ? mst_named_file_keep(&file->file) : NULL;
	beside = kept && strcmp(kept, name) != 0;
	if (!kept)
		return mst_fail(err, file->code, "cannot write %s: %s; no frame had room", name, strerror(-file->code));
	return mst_fail(err, file->code,
	                "cannot write %s: %s; %s%s is whole up to the last frame that had room, %llu bytes", name,
	                strerror(-file->code), beside ? "the new file " : "it", beside ? kept : "",
	                (unsigned long long)file->written);
}

static int give_name(struct mst_pcap_file *file, struct mst_error *err)
{
	struct mst_error why;
	int code = mst_named_file_close(&file->file);

	if (file->code == 0)
		file->code = code;
	if (file->code < 0)
		return explain(file, err);
	code = mst_named_file_name(&file->file, "file of frames", &why);
	return code < 0 ? mst_fail(err, code, "%s: %s", file->file.path, why.text) : 0;
}

int mst_pcap_file_close(struct mst_pcap_file *file, struct mst_error *err)
{
	int code;

	if (!file->buffer)
		return 0;
	(void)mst_pcap_file_flush(file);
	if (file->to_stdout)
		code = file->code < 0 ? explain(file, err) : 0;
	else
		code = give_name(file, err);
	mst_named_file_free(&file->file);
	free(file->buffer);
	file->buffer = NULL;
	return code;
}
