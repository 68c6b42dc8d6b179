/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record.c - four threads write frames and events of one recording, each naming interfaces as it goes, while the
 * writer's own thread takes them to the disk: what is read back is in order, whole, and from the right interface, and
 * what is missing has been counted. Once into a file, and once into a pipe that is not
 * read until something had to be left out.
 *
 * A number is the thread's times STEP and the count of what it wrote; the bytes of a frame repeat it.
 */
#include <fcntl.h>
#include <pcap/dlt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "record/reader.h"
#include "record/writer.h"

#define THREADS 4
#define ITEMS 60000u
#define STEP 100000u
#define INTERFACES 7
#define EVENT_EVERY 10
#define PIPE_BYTES ((size_t)64 << 20)

static _Atomic bool full; /* something was left out */

struct author {
	struct mst_record_writer *writer;
	uint64_t index;
	pthread_t thread;
};

static void name_interface(char name[IF_NAMESIZE], uint64_t number)
{
	snprintf(name, IF_NAMESIZE, "veth%u", (unsigned)(number % INTERFACES));
}

static void write_frame(struct mst_record_writer *writer, uint64_t number)
{
	uint8_t bytes[200];
	struct mst_record_frame frame = {
		.time_ns = number,
		.number = number,
		.outgoing = number % 2,
		.bytes = bytes,
		.count = sizeof number + number % (sizeof bytes - sizeof number),
		.tail = (const uint8_t *)"end",
		.tail_bytes = 3,
	};
	char name[IF_NAMESIZE];

	memset(bytes, (int)number, sizeof bytes);
	memcpy(bytes, &number, sizeof number);
	name_interface(name, number);
	frame.interface = mst_record_interface(writer, name, DLT_EN10MB, 0);
	mst_record_frame(writer, &frame);
}

static void *write_all(void *argument)
{
	struct author *author = argument;
	char text[32];

	for (uint64_t i = 0; i < ITEMS; i++) {
		uint64_t number = author->index * STEP + i;

		snprintf(text, sizeof text, "event %u", (unsigned)number);
		if (number % EVENT_EVERY == 0)
			mst_record_event(author->writer, number, number, text);
		else
			write_frame(author->writer, number);
		if (mst_record_left_out(author->writer) > 0)
			atomic_store(&full, true);
	}
	return NULL;
}

static bool is_frame(const struct mst_record_item *item, uint64_t number)
{
	size_t count = sizeof number + number % (200 - sizeof number);
	char name[IF_NAMESIZE];

	name_interface(name, number);
	return item->kind == MST_RECORD_FRAME && item->outgoing == number % 2 && strcmp(item->interface, name) == 0 &&
	       item->count == count + 3 && memcmp(item->bytes, &number, sizeof number) == 0 &&
	       memcmp(item->bytes + count, "end", 3) == 0;
}

static bool is_event(const struct mst_record_item *item, uint64_t number)
{
	char text[32];

	snprintf(text, sizeof text, "event %u", (unsigned)number);
	return item->kind == MST_RECORD_EVENT && strcmp(item->text, text) == 0;
}

static uint32_t count_wrong(const struct mst_record *record)
{
	uint64_t before = UINT64_MAX;
	uint32_t wrong = 0;

	for (size_t i = 0; i < mst_record_count(record); i++) {
		const struct mst_record_item *item = mst_record_at(record, i);
		uint64_t number = item->number;

		wrong += number >= THREADS * STEP || number % STEP >= ITEMS || item->time_ns != number;
		wrong += before != UINT64_MAX && number <= before;
		wrong += number % EVENT_EVERY == 0 ? !is_event(item, number) : !is_frame(item, number);
		before = number;
	}
	return wrong;
}

/* Returns the items that were left out, or -1. */
static int64_t write_together(const char *path)
{
	struct author authors[THREADS];
	struct mst_record_writer *writer;
	int64_t left_out;

	if (mst_record_open(&writer, path, true, "race", NULL) < 0)
		return -1;
	for (uint64_t i = 0; i < THREADS; i++) {
		authors[i] = (struct author){ .writer = writer, .index = i };
		if (pthread_create(&authors[i].thread, NULL, write_all, &authors[i]))
			exit(1);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(authors[i].thread, NULL);
	left_out = (int64_t)mst_record_left_out(writer);
	atomic_store(&full, true); /* or the reader would wait for ever when nothing was */
	return mst_record_close(writer, NULL) == 0 ? left_out : -1;
}

static bool check(const char *what, const struct mst_record *record, int64_t left_out)
{
	size_t read = mst_record_count(record);
	uint32_t wrong = count_wrong(record);

	printf("%s: %zu of %u items read, %jd left out, %u wrong\n", what, read, THREADS * ITEMS, (intmax_t)left_out,
	       wrong);
	return left_out >= 0 && read + (size_t)left_out == THREADS * ITEMS && wrong == 0 &&
	       !mst_record_is_truncated(record);
}

static bool into_a_file(const char *path)
{
	int64_t left_out = write_together(path);
	struct mst_record *record;
	struct mst_error err = { "" };
	bool right;

	if (mst_record_read(&record, path, &err) < 0) {
		printf("not read: %s\n", err.text);
		return false;
	}
	right = check("file", record, left_out);
	mst_record_free(record);
	return right;
}

struct slow {
	int fd;
	uint8_t *bytes;
	size_t count;
};

static void *read_late(void *argument)
{
	struct slow *slow = argument;
	ssize_t count;

	while (!atomic_load(&full))
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	while ((count = read(slow->fd, slow->bytes + slow->count, PIPE_BYTES - slow->count)) > 0)
		slow->count += (size_t)count;
	return NULL;
}

static bool into_a_slow_pipe(const char *path)
{
	struct slow slow = { .bytes = malloc(PIPE_BYTES) };
	struct mst_record *record;
	int64_t left_out;
	pthread_t thread;
	bool right;

	if (!slow.bytes || unlink(path) < 0 || mkfifo(path, 0600) < 0)
		return false;
	slow.fd = open(path, O_RDONLY | O_NONBLOCK);
	if (slow.fd < 0 || fcntl(slow.fd, F_SETFL, 0) < 0)
		return false;
	atomic_store(&full, false);
	if (pthread_create(&thread, NULL, read_late, &slow))
		return false;
	left_out = write_together(path);
	pthread_join(thread, NULL);
	close(slow.fd);
	right = mst_record_parse(&record, slow.bytes, slow.count, NULL) == 0;
	if (right) {
		right = check("slow pipe", record, left_out) && left_out > 0;
		mst_record_free(record);
	}
	free(slow.bytes);
	return right;
}

int main(void)
{
	char path[] = "/tmp/muster-race-XXXXXX";
	int fd = mkstemp(path);
	bool right;

	if (fd < 0)
		return 1;
	close(fd);
	right = into_a_file(path);
	right &= into_a_slow_pipe(path);
	(void)unlink(path);
	return !right;
}
