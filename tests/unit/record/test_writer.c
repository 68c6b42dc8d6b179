/* SPDX-License-Identifier: BSD-2-Clause */
/* What is recorded is read back as it was, and by tools that others wrote; the file appears whole or not at all. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <pcap/dlt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/pcapng.h"
#include "unit/record/fixture_record.h"

#define TIME_NS UINT64_C(1795477011123456789)
#define SLOW_BYTES ((size_t)200 << 20)

struct made_bytes {
	int fd;
	uint8_t *bytes;
	size_t count;
};

static const uint8_t ethernet[14] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00 };
/* An echo request from 10.0.0.1 to 10.0.0.2, both checksums right; its payload is the tail. */
static const uint8_t echo[28] = { 0x45, 0, 0,  32, 0, 0, 0, 0, 64,   1,    0x66, 0xdb, 10, 0,
	                          0,    1, 10, 0,  0, 2, 8, 0, 0x34, 0x38, 0,    1,    0,  1 };
static const uint8_t payload[4] = { 'a', 'b', 'c', 'd' };

static struct mst_record_frame frame_of(uint32_t interface, uint64_t number, bool outgoing)
{
	return (struct mst_record_frame){
		.interface = interface,
		.time_ns = TIME_NS + number,
		.number = number,
		.outgoing = outgoing,
		.head = ethernet,
		.head_bytes = sizeof ethernet,
		.bytes = echo,
		.count = sizeof echo,
		.tail = payload,
		.tail_bytes = sizeof payload,
	};
}

static void record_frame(struct mst_record_writer *writer, uint32_t interface, uint64_t number, bool outgoing)
{
	struct mst_record_frame frame = frame_of(interface, number, outgoing);

	mst_record_frame(writer, &frame);
}

Test(record_writer, what_is_written_is_read_back)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);
	uint32_t eth = mst_record_interface(writer, "eth0", DLT_EN10MB, 65535);
	struct mst_record_frame raw = { .time_ns = 5, .number = 2, .bytes = echo, .count = 3, .wire_bytes = 1500 };
	const struct mst_record_item *item;
	struct mst_record *record;

	mst_record_event(writer, 0, TIME_NS, "begin\nélan");
	record_frame(writer, eth, 1, true);
	raw.interface = mst_record_interface(writer, "tun0", DLT_RAW, 0);
	mst_record_frame(writer, &raw);
	folder_close(writer);
	record = folder_read(&folder);
	cr_assert_eq(mst_record_count(record), 3);
	cr_assert_not(mst_record_is_truncated(record));
	item = mst_record_at(record, 0);
	cr_assert(item->kind == MST_RECORD_EVENT && item->number == 0 && item->time_ns == TIME_NS);
	cr_assert_str_eq(item->text, "begin\nélan");
	item = mst_record_at(record, 1);
	cr_assert(item->kind == MST_RECORD_FRAME && item->outgoing && item->number == 1 &&
	          item->time_ns == TIME_NS + 1);
	cr_assert(item->linktype == DLT_EN10MB && item->count == 46 && item->wire_bytes == 46);
	cr_assert_str_eq(item->interface, "eth0");
	cr_assert_arr_eq(item->bytes, ethernet, sizeof ethernet);
	cr_assert_arr_eq(item->bytes + 14, echo, sizeof echo);
	cr_assert_arr_eq(item->bytes + 42, payload, sizeof payload);
	item = mst_record_at(record, 2);
	cr_assert(!item->outgoing && item->linktype == DLT_RAW && item->count == 3 && item->wire_bytes == 1500 &&
	          item->time_ns == 5);
	mst_record_free(record);
	folder_free(&folder);
}

Test(record_writer, items_come_in_the_order_of_their_numbers_whatever_the_order_in_the_file)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);
	uint32_t eth = mst_record_interface(writer, "eth0", DLT_EN10MB, 0);
	struct mst_record *record;

	for (uint64_t i = 0; i < 1000; i++)
		record_frame(writer, eth, i * 7 % 1000, i % 2);
	mst_record_event(writer, 500, 1, "after");
	mst_record_event(writer, 500, 2, "after that");
	folder_close(writer);
	record = folder_read(&folder);
	cr_assert_eq(mst_record_count(record), 1002);
	for (size_t i = 0; i < 1002; i++)
		cr_assert_eq(mst_record_at(record, i)->number, i <= 500 ? i : i <= 502 ? 500 : i - 2);
	cr_assert_eq(mst_record_at(record, 500)->kind, MST_RECORD_FRAME);
	cr_assert_str_eq(mst_record_at(record, 501)->text, "after");
	cr_assert_str_eq(mst_record_at(record, 502)->text, "after that");
	mst_record_free(record);
	folder_free(&folder);
}

Test(record_writer, an_interface_is_one_for_the_same_name_and_link_type)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);
	struct mst_record *record;
	char name[16];

	for (uint32_t i = 0; i < 300; i++) {
		snprintf(name, sizeof name, "veth%u", i);
		cr_assert_eq(mst_record_interface(writer, name, DLT_EN10MB, 0), i);
		record_frame(writer, i, i, false);
	}
	cr_assert_eq(mst_record_interface(writer, "veth7", DLT_EN10MB, 96), 7);
	cr_assert_eq(mst_record_interface(writer, "veth7", DLT_RAW, 0), 300);
	folder_close(writer);
	record = folder_read(&folder);
	cr_assert_str_eq(mst_record_at(record, 299)->interface, "veth299");
	cr_assert_str_eq(mst_record_at(record, 7)->interface, "veth7");
	mst_record_free(record);
	folder_free(&folder);
}

Test(record_writer, what_is_longer_than_a_limit_is_cut)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);
	char *text = calloc(1, MST_PCAPNG_TEXT_MAX + 2);
	uint8_t *bytes = calloc(1, MST_PCAPNG_FRAME_MAX + 1);
	struct mst_record_frame jumbo = { .interface = 1, .bytes = bytes, .count = MST_PCAPNG_FRAME_MAX + 1 };
	struct mst_record *record;

	cr_assert(text && bytes);
	memset(text, 'x', MST_PCAPNG_TEXT_MAX + 1);
	record_frame(writer, mst_record_interface(writer, "eth0", DLT_EN10MB, 44), 0, false);
	(void)mst_record_interface(writer, "lo", DLT_EN10MB, 0);
	for (int i = 0; i < 9; i++, jumbo.number++)
		mst_record_frame(writer, &jumbo);
	mst_record_event(writer, 9, 0, text);
	folder_close(writer);
	record = folder_read(&folder);
	cr_assert_eq(mst_record_count(record), 11);
	cr_assert(mst_record_at(record, 0)->count == 44 && mst_record_at(record, 0)->wire_bytes == 46);
	cr_assert_arr_eq(mst_record_at(record, 0)->bytes + 42, payload, 2);
	cr_assert_eq(mst_record_at(record, 5)->count, MST_PCAPNG_FRAME_MAX);
	cr_assert_eq(mst_record_at(record, 5)->wire_bytes, MST_PCAPNG_FRAME_MAX + 1);
	cr_assert_eq(strlen(mst_record_at(record, 10)->text), MST_PCAPNG_TEXT_MAX);
	mst_record_free(record);
	free(text);
	free(bytes);
	folder_free(&folder);
}

/* ---- the file ---- */

Test(record_writer, the_file_has_its_name_at_the_end_and_only_its_owner_reads_it)
{
	struct folder folder = folder_new();
	mode_t mask = umask(0);
	struct mst_record_writer *writer = folder_record(&folder);
	struct stat status;

	umask(mask);
	cr_assert_eq(access(folder.path, F_OK), -1);
	cr_assert_eq(folder_files(&folder), 0);
	folder_close(writer);
	cr_assert_eq(folder_files(&folder), 1);
	cr_assert_eq(stat(folder.path, &status), 0);
	cr_assert_eq(status.st_mode & 0777, 0600);
	folder_free(&folder);
}

Test(record_writer, a_killed_writer_leaves_nothing)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer;
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(mst_record_open(&writer, folder.path, false, "muster", NULL) < 0);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert_eq(status, 0);
	cr_assert_eq(folder_files(&folder), 0);
	folder_close(folder_record(&folder));
	cr_assert_eq(folder_files(&folder), 1);
	cr_assert_eq(access(folder.path, F_OK), 0);
	folder_free(&folder);
}

Test(record_writer, an_abandoned_recording_leaves_nothing)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);

	mst_record_event(writer, 0, 0, "in vain");
	mst_record_abandon(writer);
	cr_assert_eq(folder_files(&folder), 0);
	mst_record_abandon(NULL);
	cr_assert_eq(mst_record_close(NULL, NULL), 0);
	folder_free(&folder);
}

static int refusal(const char *path, bool force, const char *sentence)
{
	struct mst_record_writer *writer;
	struct mst_error err = { "" };
	int code = mst_record_open(&writer, path, force, "muster", &err);

	cr_assert_null(writer);
	cr_assert_not_null(strstr(err.text, sentence), "%s", err.text);
	return code;
}

Test(record_writer, what_cannot_be_a_recording_is_refused_in_a_sentence)
{
	struct folder folder = folder_new();

	folder_close(folder_record(&folder));
	cr_assert_eq(refusal("-", true, "cannot go to standard output: expected the name of a file"), -EINVAL);
	cr_assert_eq(refusal(folder.path, false, "a.pcapng exists: choose another name or use --force"), -EEXIST);
	cr_assert_eq(refusal(folder.name, true, "is a folder: name a file in it"), -EISDIR);
	cr_assert_eq(refusal("/no/such/folder", true, "No such file or directory"), -ENOENT);
	cr_assert_eq(folder_files(&folder), 1);
	folder_free(&folder);
}

Test(record_writer, force_takes_the_place_of_a_file_at_the_end)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer;
	struct mst_record *record;
	struct mst_error err = { "" };

	folder_close(folder_record(&folder));
	cr_assert_eq(mst_record_open(&writer, folder.path, true, "muster", &err), 0, "%s", err.text);
	mst_record_event(writer, 0, 0, "new");
	record = folder_read(&folder);
	cr_assert_eq(mst_record_count(record), 0, "the old one");
	mst_record_free(record);
	folder_close(writer);
	record = folder_read(&folder);
	cr_assert_eq(mst_record_count(record), 1);
	mst_record_free(record);
	folder_free(&folder);
}

Test(record_writer, a_recording_that_replaces_a_file_is_for_its_owner_alone)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer;
	struct stat status;

	folder_close(folder_record(&folder));
	cr_assert_eq(chmod(folder.path, 0644), 0);
	cr_assert_eq(mst_record_open(&writer, folder.path, true, "muster", NULL), 0);
	folder_close(writer);
	cr_assert_eq(stat(folder.path, &status), 0);
	cr_assert_eq(status.st_mode & 0777, 0600);
	folder_free(&folder);
}

/* A flood of frames must not fill the disk; what was asked and found stays. */
Test(record_writer, frames_beyond_the_size_it_may_have_are_left_out_and_events_are_not)
{
	static const uint8_t bytes[1000];
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);
	uint32_t interface = mst_record_interface(writer, "eth0", DLT_RAW, 0);
	struct mst_record *record;

	mst_record_at_most(writer, 10000);
	for (uint64_t i = 0; i < 100; i++)
		mst_record_frame(writer,
		                 &(struct mst_record_frame){
					 .interface = interface, .number = i, .bytes = bytes, .count = sizeof bytes });
	mst_record_event(writer, 100, 0, "found");
	cr_assert_eq(mst_record_left_out(writer), 90u);
	folder_close(writer);
	record = folder_read(&folder);
	cr_assert_eq(mst_record_count(record), 11u);
	mst_record_free(record);
	folder_free(&folder);
}

Test(record_writer, a_file_that_came_meanwhile_stays_and_so_does_the_recording)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer = folder_record(&folder);
	struct mst_error err = { "" };
	const char *kept;

	close(open(folder.path, O_CREAT | O_WRONLY, 0600));
	cr_assert_eq(mst_record_close(writer, &err), -EEXIST);
	kept = strstr(err.text, "the recording is in ");
	cr_assert_not_null(kept, "%s", err.text);
	cr_assert_eq(access(kept + strlen("the recording is in "), R_OK), 0);
	cr_assert_eq(folder_files(&folder), 2);
	folder_free(&folder);
}

Test(record_writer, a_full_disk_is_told_at_the_end)
{
	struct mst_record_writer *writer;
	struct mst_error err = { "" };

	cr_assert_eq(mst_record_open(&writer, "/dev/full", false, "muster", &err), 0, "%s", err.text);
	cr_assert_eq(mst_record_close(writer, &err), -ENOSPC);
	cr_assert_not_null(strstr(err.text, "cannot write /dev/full: No space left on device"), "%s", err.text);
}

/* A named pipe that nobody reads stands for a disk that stands still. */
static void *read_all(void *argument)
{
	struct made_bytes *got = argument;
	ssize_t count;

	while ((count = read(got->fd, got->bytes + got->count, SLOW_BYTES - got->count)) > 0)
		got->count += (size_t)count;
	return NULL;
}

Test(record_writer, a_slow_disk_is_never_waited_for_and_what_is_left_out_is_counted, .timeout = 60)
{
	struct folder folder = folder_new();
	struct mst_record_writer *writer;
	struct made_bytes got = { .bytes = malloc(SLOW_BYTES) };
	static uint8_t large[60000];
	struct mst_record_frame frame = { .bytes = large, .count = sizeof large };
	struct mst_record *record;
	uint64_t left_out, number = 0;
	pthread_t thread;

	cr_assert_not_null(got.bytes);
	cr_assert_eq(mkfifo(folder.path, 0600), 0);
	got.fd = open(folder.path, O_RDONLY | O_NONBLOCK);
	writer = folder_record(&folder);
	frame.interface = mst_record_interface(writer, "eth0", DLT_EN10MB, 0);
	while (number < 1000) {
		frame.number = number++;
		mst_record_frame(writer, &frame);
		mst_record_event(writer, number++, TIME_NS, "event");
	}
	left_out = mst_record_left_out(writer);
	cr_assert_eq(left_out, 0);
	while (number < 3000) {
		frame.number = number++;
		mst_record_frame(writer, &frame);
	}
	left_out = mst_record_left_out(writer);
	cr_assert_gt(left_out, 1000);
	cr_assert_lt(left_out, 2000);
	cr_assert_eq(fcntl(got.fd, F_SETFL, 0), 0);
	cr_assert_eq(pthread_create(&thread, NULL, read_all, &got), 0);
	mst_record_event_for_sure(writer, number, TIME_NS, "incomplete");
	folder_close(writer);
	pthread_join(thread, NULL);
	cr_assert_eq(mst_record_parse(&record, got.bytes, got.count, NULL), 0);
	cr_assert_not(mst_record_is_truncated(record));
	cr_assert_eq(mst_record_count(record), 3001 - left_out);
	cr_assert_str_eq(mst_record_at(record, mst_record_count(record) - 1)->text, "incomplete");
	mst_record_free(record);
	close(got.fd);
	free(got.bytes);
	unlink(folder.path);
	folder_free(&folder);
}

/* A limit of the file's size stands for a disk that takes half a block. */
static int record_into(const struct folder *folder, rlim_t bytes_max)
{
	struct rlimit limit = { bytes_max, bytes_max };
	struct mst_record_writer *writer = folder_record(folder);
	uint32_t eth = mst_record_interface(writer, "eth0", DLT_EN10MB, 0);

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 0;
	for (uint64_t i = 0; i < 40000; i++)
		record_frame(writer, eth, i, false);
	return -mst_record_close(writer, NULL);
}

Test(record_writer, what_had_room_on_a_full_disk_is_whole)
{
	struct folder folder = folder_new();
	pid_t child = fork();
	struct mst_record *record;
	int status;

	if (child == 0)
		_exit(record_into(&folder, 1500001));
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert_eq(WEXITSTATUS(status), EFBIG);
	record = folder_read(&folder);
	cr_assert_not(mst_record_is_truncated(record));
	/* A frame of 46 bytes is a block of 104, behind 48 of the section and 40 of the interface. */
	cr_assert_eq(mst_record_count(record), (1500001 - 48 - 40) / 104);
	mst_record_free(record);
	folder_free(&folder);
}
