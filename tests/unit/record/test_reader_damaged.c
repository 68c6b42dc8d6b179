/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that is cut anywhere, or damaged anyhow, is read up to there or refused with the place of the damage. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "unit/record/fixture_record.h"

Test(record_reader_damaged, a_file_that_is_cut_at_any_byte_is_read_up_to_there)
{
	struct made whole = made_all(false);

	for (size_t count = 4; count < whole.count; count++) {
		uint8_t *exact = malloc(count);
		struct mst_record *record;
		struct mst_error err = { "" };
		/* Ends of blocks: section, event, interface, unknown. */
		bool at_end = count == 28 || count == 76 || count == 132 || count == 152;

		memcpy(exact, whole.bytes, count);
		cr_assert_eq(mst_record_parse(&record, exact, count, &err), 0, "%zu: %s", count, err.text);
		cr_assert_eq(mst_record_is_truncated(record), !at_end, "%zu", count);
		cr_assert_eq(mst_record_count(record), count >= 76, "%zu", count);
		mst_record_free(record);
		free(exact);
	}
}

Test(record_reader_damaged, damage_anywhere_is_no_harm)
{
	static const uint32_t values[] = { 0, 1, 3, 11, 12, 13, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff };
	struct made whole = made_all(false);

	for (size_t at = 0; at + 4 <= whole.count; at += 2) {
		for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
			uint8_t *exact = malloc(whole.count);
			struct mst_record *record = NULL;

			memcpy(exact, whole.bytes, whole.count);
			memcpy(exact + at, &values[i], sizeof values[i]);
			if (mst_record_parse(&record, exact, whole.count, NULL) == 0)
				cr_assert_leq(mst_record_count(record), 2);
			mst_record_free(record);
			free(exact);
		}
	}
}

static struct made begin_file(void)
{
	struct made made = { 0 };

	made_section(&made);
	made_interface(&made, 1, 0);
	return made;
}

static void check_length_refused(uint32_t length)
{
	struct made made = begin_file();

	made_u32(&made, 6);
	made_u32(&made, length);
	made_u64(&made, 0);
	cr_assert_str_eq(made_refused(&made),
	                 "the file is damaged: the block at byte 48 has a length that no block has");
}

Test(record_reader_damaged, lengths_that_cannot_be_are_refused_with_their_place)
{
	struct made made = begin_file();

	check_length_refused(0);
	check_length_refused(8);
	check_length_refused(13);
	check_length_refused(UINT32_MAX);
	made_frame(&made, 0, 0);
	made.bytes[made.count - 4] ^= 4;
	cr_assert_str_eq(made_refused(&made), "the file is damaged: the block at byte 48 has two different lengths");
}

Test(record_reader_damaged, what_is_longer_than_its_block_is_refused)
{
	struct made frame = begin_file(), simple = begin_file(), event = begin_file(), head = { 0 };

	made_frame(&frame, 0, 0);
	memset(frame.bytes + 48 + 20, 0xff, 4);
	cr_assert_not_null(strstr(made_refused(&frame), "is too short for the frame in it"));
	made_begin(&simple, 3);
	made_u32(&simple, 5);
	made_u32(&simple, 0);
	made_end(&simple);
	cr_assert_not_null(strstr(made_refused(&simple), "is too short for the frame in it"));
	made_event(&event, 0, 0, "1234");
	event.bytes[48 + 16] = 5;
	cr_assert_not_null(strstr(made_refused(&event), "is too short for the event in it"));
	made_begin(&head, 0x0a0d0d0a);
	made_u32(&head, 0x1a2b3c4d);
	made_end(&head);
	cr_assert_not_null(strstr(made_refused(&head), "is too short for the head of a section"));
}

Test(record_reader_damaged, an_interface_cut_short_and_frames_without_one_are_refused)
{
	struct made interface = { 0 }, simple = { 0 };

	made_section(&interface);
	made_begin(&interface, 1);
	made_u32(&interface, 1);
	made_end(&interface);
	cr_assert_not_null(strstr(made_refused(&interface), "the block at byte 28 is too short for an interface"));
	made_section(&simple);
	made_begin(&simple, 3);
	made_u32(&simple, 0);
	made_end(&simple);
	cr_assert_not_null(strstr(made_refused(&simple), "is of an interface that the file does not describe"));
}
