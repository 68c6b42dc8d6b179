/* SPDX-License-Identifier: BSD-2-Clause */
/* Any pcapng file is read: both byte orders, all kinds of packets, cut anywhere, damaged anyhow. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit/record/fixture_record.h"

static void check_all(bool big_endian)
{
	struct made made = made_all(big_endian);
	struct mst_record *record = made_parse(&made);
	const struct mst_record_item *frame = mst_record_at(record, 0), *event = mst_record_at(record, 1);

	cr_assert_eq(mst_record_count(record), 2);
	cr_assert(frame->kind == MST_RECORD_FRAME && frame->number == 9 && frame->outgoing);
	cr_assert_eq(frame->time_ns, (UINT64_C(1) << 32) + 2 + UINT64_C(1000000000000));
	cr_assert(frame->linktype == DLT_RAW && frame->count == 3 && frame->wire_bytes == 60 && !frame->text);
	cr_assert_arr_eq(frame->bytes, "abc", 3);
	cr_assert_str_eq(frame->interface, "wlan0");
	cr_assert(event->kind == MST_RECORD_EVENT && event->number == 10 && event->time_ns == 7);
	cr_assert_str_eq(event->text, "begin");
	mst_record_free(record);
}

Test(record_reader, both_byte_orders_are_read)
{
	check_all(false);
	check_all(true);
}

Test(record_reader, a_second_section_has_its_own_byte_order_and_interfaces)
{
	struct made made = { .big_endian = true };
	struct mst_record *record;

	made_section(&made);
	made_interface(&made, 1, 0);
	made_interface(&made, 276, 0);
	made_frame(&made, 1, 3);
	made.big_endian = false;
	made_section(&made);
	made_interface(&made, 113, 0);
	made_frame(&made, 0, 4);
	record = made_parse(&made);
	cr_assert_eq(mst_record_count(record), 2);
	cr_assert(mst_record_at(record, 0)->linktype == DLT_LINUX_SLL2 && mst_record_at(record, 0)->time_ns == 3000);
	cr_assert(mst_record_at(record, 1)->linktype == DLT_LINUX_SLL && mst_record_at(record, 1)->time_ns == 4000);
	mst_record_free(record);
	made_frame(&made, 1, 5);
	cr_assert_str_eq(
		made_refused(&made),
		"the file is damaged: the block at byte 188 is of an interface that the file does not describe");
}

Test(record_reader, simple_and_obsolete_packets_are_frames_too)
{
	struct made made = { 0 };
	struct mst_record *record;

	made_section(&made);
	made_interface(&made, 1, 3);
	made_begin(&made, 3);
	made_u32(&made, 1500);
	made_text(&made, "abc");
	made_pad(&made);
	made_end(&made);
	made_begin(&made, 2);
	made_u16(&made, 0);
	made_u16(&made, 77);
	made_u64(&made, UINT64_C(5) << 32);
	made_u32(&made, 4);
	made_u32(&made, 2);
	made_text(&made, "wxyz");
	made_option(&made, 2, 4);
	made_u32(&made, 2);
	made_end(&made);
	record = made_parse(&made);
	cr_assert_eq(mst_record_count(record), 2);
	cr_assert(mst_record_at(record, 0)->count == 3 && mst_record_at(record, 0)->wire_bytes == 1500);
	cr_assert(mst_record_at(record, 1)->count == 4 && mst_record_at(record, 1)->wire_bytes == 4 &&
	          mst_record_at(record, 1)->outgoing);
	cr_assert_eq(mst_record_at(record, 1)->time_ns, 5000);
	mst_record_free(record);
}

Test(record_reader, without_events_the_numbers_are_the_order_in_the_file)
{
	struct made made = { 0 };
	struct mst_record *record;

	made_section(&made);
	made_interface(&made, 1, 0);
	for (uint64_t i = 0; i < 3; i++)
		made_frame(&made, 0, 100 - i);
	record = made_parse(&made);
	for (size_t i = 0; i < 3; i++)
		cr_assert(mst_record_at(record, i)->number == i &&
		          mst_record_at(record, i)->time_ns == (100 - i) * 1000);
	mst_record_free(record);
	made_event(&made, 4, 0, "now with one");
	made_frame(&made, 0, 1);
	record = made_parse(&made);
	cr_assert_eq(mst_record_at(record, 2)->number, 0);
	cr_assert_eq(mst_record_at(record, 3)->kind, MST_RECORD_EVENT);
	cr_assert_eq(mst_record_at(record, 4)->number, 4, "that of the item before it");
	mst_record_free(record);
}

static uint64_t time_of(unsigned resolution, uint64_t offset, uint64_t stamp)
{
	struct made made = { 0 };
	struct mst_record *record;
	uint64_t time_ns;

	made_section(&made);
	made_begin(&made, 1);
	made_u32(&made, 1);
	made_u32(&made, 0);
	made_option(&made, 9, 1);
	made_u8(&made, resolution);
	made_pad(&made);
	made_option(&made, 14, 8);
	made_u64(&made, offset);
	made_end(&made);
	made_frame(&made, 0, stamp);
	record = made_parse(&made);
	time_ns = mst_record_at(record, 0)->time_ns;
	mst_record_free(record);
	return time_ns;
}

Test(record_reader, times_of_any_resolution_are_nanoseconds)
{
	cr_assert_eq(time_of(0, 0, 3), UINT64_C(3000000000));
	cr_assert_eq(time_of(3, 2, 5), UINT64_C(2005000000));
	cr_assert_eq(time_of(9, 0, UINT64_MAX), UINT64_MAX);
	cr_assert_eq(time_of(12, 0, 5999), 5);
	cr_assert_eq(time_of(127, 0, UINT64_MAX), 0);
	cr_assert_eq(time_of(0x80 | 1, 0, 3), 1500000000);
	cr_assert_eq(time_of(0x80 | 32, 0, UINT64_C(1) << 31), 500000000);
	cr_assert_eq(time_of(0xff, 0, UINT64_MAX), 0);
	cr_assert_eq(time_of(0, 0, UINT64_MAX), UINT64_MAX, "the end of what 64 bits hold");
	cr_assert_eq(time_of(9, (uint64_t)-1, 5), 0, "before 1970");
	cr_assert_eq(time_of(9, (uint64_t)INT64_MIN, UINT64_MAX), 0);
	cr_assert_eq(time_of(9, INT64_MAX, UINT64_MAX), UINT64_MAX);
}

/* ---- options ---- */

static const char *name_with(unsigned length, const char *text)
{
	static char name[IF_NAMESIZE];
	struct made made = { 0 };
	struct mst_record *record;

	made_section(&made);
	made_begin(&made, 1);
	made_u32(&made, 1);
	made_u32(&made, 0);
	made_option(&made, 2, length);
	made_text(&made, text);
	made_pad(&made);
	made_end(&made);
	made_frame(&made, 0, 0);
	record = made_parse(&made);
	strcpy(name, mst_record_at(record, 0)->interface);
	mst_record_free(record);
	return name;
}

Test(record_reader, names_of_any_length_fit_and_are_harmless)
{
	cr_assert_str_eq(name_with(0, ""), "");
	cr_assert_str_eq(name_with(1, "a"), "a");
	cr_assert_str_eq(name_with(7, "enp0s31"), "enp0s31");
	cr_assert_str_eq(name_with(20, "abcdefghijklmnopqrst"), "abcdefghijklmno");
	cr_assert_str_eq(name_with(7, "a\n\033[2Jb"), "a??[2Jb");
	cr_assert_str_eq(name_with(16, "abcdefghijklmn\xc3\xa9"), "abcdefghijklmn", "no half of a character");
	cr_assert_str_eq(name_with(900, "cut"), "", "longer than its block");
}

Test(record_reader, options_of_the_wrong_length_are_none)
{
	struct made made = { 0 };
	struct mst_record *record;

	made_section(&made);
	made_begin(&made, 1);
	made_u32(&made, 1);
	made_u32(&made, 0);
	made_option(&made, 9, 0);
	made_option(&made, 14, 3);
	made_u32(&made, UINT32_MAX);
	made_end(&made);
	made_frame(&made, 0, 2);
	made_begin(&made, 6);
	for (int i = 0; i < 5; i++)
		made_u32(&made, 0);
	made_option(&made, 2, 2);
	made_u32(&made, 2);
	made_option(&made, 5, 4);
	made_u32(&made, 2);
	made_u16(&made, 5);
	made_pad(&made);
	made_end(&made);
	record = made_parse(&made);
	cr_assert_eq(mst_record_count(record), 2);
	cr_assert_eq(mst_record_at(record, 0)->time_ns, 2000);
	cr_assert_not(mst_record_at(record, 1)->outgoing);
	cr_assert_eq(mst_record_at(record, 1)->number, 1);
	mst_record_free(record);
}

/* ---- events ---- */

Test(record_reader, text_of_events_has_no_control_characters_but_line_feeds)
{
	struct made made = { 0 };
	struct mst_record *record;

	made_section(&made);
	made_event(&made, 0, 0, "");
	made_event(&made, 1, 0, "a\nb\tc\rd\033\x7f");
	made_event(&made, 2, 0, "\xc2\x9b \xc3\xa9 \xf0\x9f\x90\x9f \xe2\x82\xac");
	made_event(&made, 3, 0, "\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xff\x80 \xe2\x82");
	record = made_parse(&made);
	cr_assert_str_eq(mst_record_at(record, 0)->text, "");
	cr_assert_str_eq(mst_record_at(record, 1)->text, "a\nb?c?d??");
	cr_assert_str_eq(mst_record_at(record, 2)->text, "? \xc3\xa9 \xf0\x9f\x90\x9f \xe2\x82\xac");
	cr_assert_str_eq(mst_record_at(record, 3)->text, "?? ??? ???? ?? ??");
	mst_record_free(record);
}

Test(record_reader, custom_blocks_of_others_are_skipped)
{
	struct made made = { 0 };
	struct mst_record *record;

	made_section(&made);
	made_begin(&made, 0xbad);
	made_u32(&made, 32473);
	made_text(&made, "another example");
	made_pad(&made);
	made_end(&made);
	made_begin(&made, 0xbad);
	made_u32(&made, 1);
	made_text(&made, "MREC");
	made_end(&made);
	made_begin(&made, 0xbad);
	made_end(&made);
	record = made_parse(&made);
	cr_assert_eq(mst_record_count(record), 0);
	cr_assert_not(mst_record_is_truncated(record));
	mst_record_free(record);
}

/* ---- files ---- */

static const char *refusal(const struct folder *folder, const char *bytes, size_t count, int code)
{
	static struct mst_error err;
	struct mst_record *record;
	FILE *file = fopen(folder->path, "w");

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(bytes, 1, count, file), count);
	fclose(file);
	cr_assert_eq(mst_record_read(&record, folder->path, &err), code);
	cr_assert_null(record);
	cr_assert_eq(strncmp(err.text, folder->path, strlen(folder->path)), 0, "it names the file: %s", err.text);
	return err.text + strlen(folder->path);
}

Test(record_reader, what_is_no_pcapng_is_refused_in_a_sentence)
{
	static const char pcap[] = ": the file is pcap: expected pcapng, as muster --record writes it";
	static const char other[] = ": the file is not pcapng: expected what muster --record wrote";
	struct folder folder = folder_new();
	struct mst_record *record;
	struct mst_error err;

	cr_assert_str_eq(refusal(&folder, "\xd4\xc3\xb2\xa1....", 8, -EBADMSG), pcap);
	cr_assert_str_eq(refusal(&folder, "\xa1\xb2\x3c\x4d....", 8, -EBADMSG), pcap);
	cr_assert_str_eq(refusal(&folder, "", 0, -EBADMSG), other);
	cr_assert_str_eq(refusal(&folder, "\n\r\r", 3, -EBADMSG), other);
	cr_assert_str_eq(refusal(&folder, "#!/bin/sh\n", 10, -EBADMSG), other);
	cr_assert_str_eq(refusal(&folder, "\n\r\r\n\0\0\0\x1cXXXX", 12, -EBADMSG),
	                 ": the file is damaged: the block at byte 0 has no byte order");
	cr_assert_eq(mst_record_read(&record, "/no/such/file", &err), -ENOENT);
	cr_assert_str_eq(err.text, "cannot read /no/such/file: No such file or directory");
	cr_assert_eq(mst_record_read(&record, folder.name, &err), -EISDIR);
	folder_free(&folder);
}

Test(record_reader, a_file_of_another_version_is_refused)
{
	struct made made = { 0 };

	made_section(&made);
	made.bytes[12] = 2;
	cr_assert_str_eq(made_refused(&made), "the file is pcapng of version 2: expected version 1");
}

Test(record_reader, a_file_that_is_too_large_is_refused_before_it_is_kept)
{
	struct folder folder = folder_new();
	int fd = open(folder.path, O_CREAT | O_WRONLY, 0600);
	struct mst_record *record;
	struct mst_error err;

	/* A hole: it takes no room on the disk. */
	cr_assert_eq(ftruncate(fd, ((off_t)4 << 30) + 1), 0);
	close(fd);
	cr_assert_eq(mst_record_read(&record, folder.path, &err), -EFBIG);
	cr_assert_not_null(strstr(err.text, "the file is too large: expected at most 4 GiB"), "%s", err.text);
	folder_free(&folder);
}
