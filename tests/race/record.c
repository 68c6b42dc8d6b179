/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record.c - four threads write frames and events of one recording, each naming interfaces as it goes: all of it is
 * read back, in order, whole, and from the right interface.
 *
 * A number is the thread's times STEP and the count of what it wrote; the bytes of a frame repeat it.
 */
#include <pcap/dlt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/reader.h"
#include "record/writer.h"

#define THREADS 4
#define ITEMS 30000u
#define STEP 100000u
#define INTERFACES 7
#define EVENT_EVERY 10

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
	uint32_t wrong = 0;

	for (size_t i = 0; i < mst_record_count(record); i++) {
		const struct mst_record_item *item = mst_record_at(record, i);
		uint64_t number = i / ITEMS * STEP + i % ITEMS;

		wrong += item->number != number || item->time_ns != number;
		wrong += number % EVENT_EVERY == 0 ? !is_event(item, number) : !is_frame(item, number);
	}
	return wrong;
}

static int write_together(const char *path)
{
	struct author authors[THREADS];
	struct mst_record_writer *writer;

	if (mst_record_open(&writer, path, true, "race", NULL) < 0)
		return -1;
	for (uint64_t i = 0; i < THREADS; i++) {
		authors[i] = (struct author){ .writer = writer, .index = i };
		if (pthread_create(&authors[i].thread, NULL, write_all, &authors[i]))
			exit(1);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(authors[i].thread, NULL);
	return mst_record_close(writer, NULL);
}

int main(void)
{
	char path[] = "/tmp/muster-race-XXXXXX";
	struct mst_record *record = NULL;
	struct mst_error err = { "" };
	int fd = mkstemp(path), failed = 1;

	if (fd < 0)
		return 1;
	close(fd);
	if (write_together(path) == 0 && mst_record_read(&record, path, &err) == 0) {
		uint32_t wrong = count_wrong(record);

		printf("%zu of %u items, %u wrong\n", mst_record_count(record), THREADS * ITEMS, wrong);
		failed = mst_record_count(record) != THREADS * ITEMS || wrong > 0 || mst_record_is_truncated(record);
	} else {
		printf("not written or not read: %s\n", err.text);
	}
	mst_record_free(record);
	(void)unlink(path);
	return failed;
}
