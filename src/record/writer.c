/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writer.c - see writer.h.
 *
 * An interface is written before its number is given away, under the same mutex: no frame stands before the block that
 * its number leads to.
 *
 * Two habits of others' readers shape the file. editcap 4.0 cannot write a file again in which a custom block stands
 * before every interface, so the first interface is moved before the events that came earlier. libpcap 1.10 reads no
 * file whose interfaces have different limits of a frame's length, so all of them have the largest one there. (Nor does
 * it read one whose interfaces have different link types: such a recording is for tshark.)
 */
#include "record/writer.h"

#include <endian.h>
#include <errno.h>
#include <net/if.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "base/fail.h"
#include "base/linktype.h"
#include "base/named_file.h"
#include "record/blocks.h"
#include "record/pcapng.h"

#define OPTION_HEAD 4
#define APPLICATION_MAX 1024
#define WAIT_NS 1000000 /* between two looks whether the disk has taken something */
#define FILE_MODE 0600  /* it holds the key of the tickets, with which answers can be forged */

struct interface {
	char name[IF_NAMESIZE];
	int linktype;
	uint32_t snap;
	uint64_t left_out; /* frames */
};

struct mst_record_writer {
	pthread_mutex_t mutex; /* around all below */
	struct mst_blocks blocks;
	struct mst_named_file file;
	uint64_t frame_bytes, most_bytes; /* of blocks of frames so far, and at most; 0: no limit */
	size_t section_bytes;             /* of the file: the first interface stands behind them */
	struct interface *interfaces;
	uint32_t interface_count;
	_Atomic uint64_t left_out; /* COUNTS: frames and events */
};

static uint16_t shorter(size_t length, size_t most)
{
	return (uint16_t)(length < most ? length : most);
}

static void put_section(struct mst_blocks *blocks, const char *application)
{
	uint16_t length = shorter(strlen(application), APPLICATION_MAX);

	if (mst_blocks_begin(blocks, MST_PCAPNG_SECTION, 16 + OPTION_HEAD + APPLICATION_MAX + OPTION_HEAD))
		return;
	mst_blocks_u32(blocks, MST_PCAPNG_BYTE_ORDER);
	mst_blocks_u16(blocks, MST_PCAPNG_MAJOR);
	mst_blocks_u16(blocks, MST_PCAPNG_MINOR);
	mst_blocks_u64(blocks, UINT64_MAX); /* how long the section is, is not said */
	mst_blocks_option(blocks, MST_PCAPNG_SHB_USERAPPL, application, length);
	mst_blocks_option(blocks, MST_PCAPNG_END, NULL, 0);
	mst_blocks_end(blocks);
}

static enum mst_blocks_begun put_interface(struct mst_blocks *blocks, const struct interface *interface)
{
	static const uint8_t resolution = MST_PCAPNG_TSRESOL_NS;
	enum mst_blocks_begun begun = mst_blocks_begin(blocks, MST_PCAPNG_INTERFACE,
	                                               8 + 3 * OPTION_HEAD + IF_NAMESIZE + sizeof(uint32_t));

	if (begun != MST_BLOCKS_BEGUN)
		return begun;
	mst_blocks_u16(blocks, (uint16_t)mst_linktype_of_dlt(interface->linktype));
	mst_blocks_u16(blocks, 0);
	mst_blocks_u32(blocks, MST_PCAPNG_FRAME_MAX);
	mst_blocks_option(blocks, MST_PCAPNG_IF_NAME, interface->name, (uint16_t)strlen(interface->name));
	mst_blocks_option(blocks, MST_PCAPNG_IF_TSRESOL, &resolution, sizeof resolution);
	mst_blocks_option(blocks, MST_PCAPNG_END, NULL, 0);
	mst_blocks_end(blocks);
	return begun;
}

static int open_file(struct mst_record_writer *writer, const char *path, bool force, struct mst_error *err)
{
	if (strcmp(path, "-") == 0)
		return mst_fail(err, -EINVAL, "a recording cannot go to standard output: expected the name of a file");
	return mst_named_file_open(&writer->file, path, true, FILE_MODE, force, err);
}

int mst_record_open(struct mst_record_writer **out, const char *path, bool force, const char *application,
                    struct mst_error *err)
{
	struct mst_record_writer *writer = calloc(1, sizeof *writer);
	int code;

	*out = NULL;
	if (!writer)
		return mst_fail(err, -ENOMEM, "no memory for a recording");
	code = open_file(writer, path, force, err);
	if (code < 0) {
		free(writer);
		return code;
	}
	pthread_mutex_init(&writer->mutex, NULL);
	code = mst_blocks_open(&writer->blocks, writer->file.fd);
	if (code < 0) {
		mst_record_abandon(writer);
		return mst_fail(err, code, "cannot begin a recording: %s", strerror(-code));
	}
	put_section(&writer->blocks, application);
	writer->section_bytes = writer->blocks.used;
	*out = writer;
	return 0;
}

/* Only of threads that may wait. */
static void wait_for_disk(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = WAIT_NS }, NULL);
}

static uint32_t add_interface(struct mst_record_writer *writer, const char *name, int linktype, uint32_t snap)
{
	uint32_t count = writer->interface_count;
	struct interface *grown = reallocarray(writer->interfaces, count + 1, sizeof *grown);

	if (!grown) {
		mst_blocks_fail(&writer->blocks, -ENOMEM);
		return UINT32_MAX;
	}
	writer->interfaces = grown;
	grown[count] = (struct interface){ .linktype = linktype, .snap = snap };
	memcpy(grown[count].name, name, shorter(strlen(name), IF_NAMESIZE - 1));
	while (put_interface(&writer->blocks, &grown[count]) == MST_BLOCKS_FULL)
		wait_for_disk();
	if (count == 0)
		mst_blocks_move(&writer->blocks, writer->section_bytes);
	writer->interface_count++;
	return count;
}

static bool is_interface(const struct interface *interface, const char *name, int linktype)
{
	return interface->linktype == linktype && strncmp(interface->name, name, IF_NAMESIZE - 1) == 0;
}

uint32_t mst_record_interface(struct mst_record_writer *writer, const char *name, int linktype, uint32_t snap)
{
	uint32_t number = 0;

	pthread_mutex_lock(&writer->mutex);
	while (number < writer->interface_count && !is_interface(&writer->interfaces[number], name, linktype))
		number++;
	if (number == writer->interface_count)
		number = add_interface(writer, name, linktype, snap);
	pthread_mutex_unlock(&writer->mutex);
	return number;
}

/* Part of a packet, as far as there is room for it. */
static void put_part(struct mst_blocks *blocks, const uint8_t *bytes, size_t count, size_t *room)
{
	size_t taken = count < *room ? count : *room;

	mst_blocks_bytes(blocks, bytes, taken);
	*room -= taken;
}

static void put_packet_options(struct mst_blocks *blocks, const struct mst_record_frame *frame)
{
	uint32_t flags = frame->outgoing ? MST_PCAPNG_OUTBOUND : MST_PCAPNG_INBOUND;

	mst_blocks_option(blocks, MST_PCAPNG_EPB_FLAGS, &flags, sizeof flags);
	mst_blocks_option(blocks, MST_PCAPNG_EPB_PACKETID, &frame->number, sizeof frame->number);
	mst_blocks_option(blocks, MST_PCAPNG_END, NULL, 0);
}

static enum mst_blocks_begun put_packet(struct mst_blocks *blocks, const struct mst_record_frame *frame, uint32_t snap)
{
	size_t whole = frame->head_bytes + frame->count + frame->tail_bytes;
	size_t most = snap && snap < MST_PCAPNG_FRAME_MAX ? snap : MST_PCAPNG_FRAME_MAX;
	size_t captured = whole < most ? whole : most;
	size_t wire_bytes = frame->wire_bytes > whole ? frame->wire_bytes : whole;
	enum mst_blocks_begun begun = mst_blocks_begin(
		blocks, MST_PCAPNG_PACKET, 20 + mst_pcapng_padded((uint32_t)captured) + 3 * OPTION_HEAD + 12);

	if (begun != MST_BLOCKS_BEGUN)
		return begun;
	mst_blocks_u32(blocks, frame->interface);
	mst_blocks_u32(blocks, (uint32_t)(frame->time_ns >> 32));
	mst_blocks_u32(blocks, (uint32_t)frame->time_ns);
	mst_blocks_u32(blocks, (uint32_t)captured);
	mst_blocks_u32(blocks, wire_bytes < UINT32_MAX ? (uint32_t)wire_bytes : UINT32_MAX);
	put_part(blocks, frame->head, frame->head_bytes, &captured);
	put_part(blocks, frame->bytes, frame->count, &captured);
	put_part(blocks, frame->tail, frame->tail_bytes, &captured);
	mst_blocks_pad(blocks);
	put_packet_options(blocks, frame);
	mst_blocks_end(blocks);
	return begun;
}

static void leave_out_frame(struct mst_record_writer *writer, uint32_t interface)
{
	writer->interfaces[interface].left_out++;
	mst_count(&writer->left_out, 1);
}

void mst_record_at_most(struct mst_record_writer *writer, uint64_t bytes)
{
	writer->most_bytes = bytes;
}

static bool is_large_enough(const struct mst_record_writer *writer)
{
	return writer->most_bytes && writer->frame_bytes >= writer->most_bytes;
}

void mst_record_frame(struct mst_record_writer *writer, const struct mst_record_frame *frame)
{
	pthread_mutex_lock(&writer->mutex);
	if (frame->interface >= writer->interface_count)
		mst_blocks_fail(&writer->blocks, -EINVAL);
	else if (is_large_enough(writer))
		leave_out_frame(writer, frame->interface);
	else if (put_packet(&writer->blocks, frame, writer->interfaces[frame->interface].snap) == MST_BLOCKS_FULL)
		leave_out_frame(writer, frame->interface);
	else
		writer->frame_bytes += writer->blocks.used - writer->blocks.block_at;
	pthread_mutex_unlock(&writer->mutex);
}

static enum mst_blocks_begun put_event(struct mst_blocks *blocks, uint64_t number, uint64_t time_ns, const char *text)
{
	size_t length = strnlen(text, MST_PCAPNG_TEXT_MAX);
	uint32_t text_bytes = htole32((uint32_t)length);
	uint64_t when[2] = { htole64(number), htole64(time_ns) };
	enum mst_blocks_begun begun = mst_blocks_begin(
		blocks, MST_PCAPNG_CUSTOM, 4 + MST_PCAPNG_EVENT_BYTES + mst_pcapng_padded((uint32_t)length));

	if (begun != MST_BLOCKS_BEGUN)
		return begun;
	mst_blocks_u32(blocks, MST_PCAPNG_ENTERPRISE);
	mst_blocks_bytes(blocks, MST_PCAPNG_EVENT, sizeof MST_PCAPNG_EVENT - 1);
	mst_blocks_bytes(blocks, &text_bytes, sizeof text_bytes);
	mst_blocks_bytes(blocks, when, sizeof when);
	mst_blocks_bytes(blocks, text, length);
	mst_blocks_pad(blocks);
	mst_blocks_end(blocks);
	return begun;
}

void mst_record_event(struct mst_record_writer *writer, uint64_t number, uint64_t time_ns, const char *text)
{
	pthread_mutex_lock(&writer->mutex);
	if (put_event(&writer->blocks, number, time_ns, text) == MST_BLOCKS_FULL)
		mst_count(&writer->left_out, 1);
	pthread_mutex_unlock(&writer->mutex);
}

void mst_record_event_for_sure(struct mst_record_writer *writer, uint64_t number, uint64_t time_ns, const char *text)
{
	enum mst_blocks_begun begun;

	do {
		pthread_mutex_lock(&writer->mutex);
		begun = put_event(&writer->blocks, number, time_ns, text);
		pthread_mutex_unlock(&writer->mutex);
		if (begun == MST_BLOCKS_FULL)
			wait_for_disk(); /* without the mutex: others must not wait */
	} while (begun == MST_BLOCKS_FULL);
}

uint64_t mst_record_left_out(const struct mst_record_writer *writer)
{
	return mst_load(&writer->left_out, relaxed);
}

/* What Wireshark and capinfos show of frames that are missing. */
static enum mst_blocks_begun put_statistics(struct mst_blocks *blocks, uint32_t number, uint64_t left_out)
{
	uint64_t now_ns = mst_wall_ns();
	enum mst_blocks_begun begun = mst_blocks_begin(blocks, MST_PCAPNG_STATISTICS,
	                                               12 + 2 * OPTION_HEAD + sizeof left_out);

	if (begun != MST_BLOCKS_BEGUN)
		return begun;
	mst_blocks_u32(blocks, number);
	mst_blocks_u32(blocks, (uint32_t)(now_ns >> 32));
	mst_blocks_u32(blocks, (uint32_t)now_ns);
	mst_blocks_option(blocks, MST_PCAPNG_ISB_OSDROP, &left_out, sizeof left_out);
	mst_blocks_option(blocks, MST_PCAPNG_END, NULL, 0);
	mst_blocks_end(blocks);
	return begun;
}

static void put_all_statistics(struct mst_record_writer *writer)
{
	for (uint32_t i = 0; i < writer->interface_count; i++) {
		uint64_t left_out = writer->interfaces[i].left_out;

		while (left_out && put_statistics(&writer->blocks, i, left_out) == MST_BLOCKS_FULL)
			wait_for_disk();
	}
}

static void release(struct mst_record_writer *writer)
{
	mst_blocks_close(&writer->blocks); /* its thread ends before the file is closed */
	mst_named_file_free(&writer->file);
	pthread_mutex_destroy(&writer->mutex);
	free(writer->interfaces);
	free(writer);
}

/* A recording of days is kept as far as it goes, but replaces no other. */
static int explain(struct mst_record_writer *writer, int code, uint64_t written, struct mst_error *err)
{
	const char *path = writer->file.path, *kept = written ? mst_named_file_keep(&writer->file) : NULL;
	bool beside = kept && strcmp(kept, path) != 0;

	if (writer->file.kind == MST_NAMED_DEVICE)
		return mst_fail(err, code, "cannot write %s: %s", path, strerror(-code));
	if (!kept)
		return mst_fail(err, code, "cannot write %s: %s; nothing of the recording had room", path,
		                strerror(-code));
	return mst_fail(err, code, "cannot write %s: %s; %s holds the first %llu bytes of the recording", path,
	                strerror(-code), beside ? kept : "it", (unsigned long long)written);
}

static int finish(struct mst_record_writer *writer, struct mst_error *err)
{
	struct mst_error why;
	uint64_t written;
	int code, closed;

	put_all_statistics(writer);
	code = mst_blocks_finish(&writer->blocks, &written);
	closed = mst_named_file_close(&writer->file);
	code = code < 0 ? code : closed;
	if (code < 0)
		return explain(writer, code, written, err);
	code = mst_named_file_name(&writer->file, "recording", &why);
	return code < 0 ? mst_fail(err, code, "%s: %s", writer->file.path, why.text) : 0;
}

int mst_record_close(struct mst_record_writer *writer, struct mst_error *err)
{
	int code;

	if (!writer)
		return 0;
	code = finish(writer, err);
	release(writer);
	return code;
}

void mst_record_abandon(struct mst_record_writer *writer)
{
	if (writer)
		release(writer);
}
