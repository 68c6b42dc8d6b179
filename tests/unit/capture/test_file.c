/* SPDX-License-Identifier: BSD-2-Clause */
/* test_file.c - capture files in every form, and broken in every way, each with its sentence. */
#include "capture/file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pcap/dlt.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define S MST_NS_PER_SECOND

#include "base/clock.h"

/* A file in the making. */
struct made {
	uint8_t bytes[4096];
	size_t count;
	bool swapped;
};

static void put32(struct made *made, uint32_t value)
{
	value = made->swapped ? __builtin_bswap32(value) : value;
	memcpy(made->bytes + made->count, &value, sizeof value);
	made->count += sizeof value;
}

static void put16(struct made *made, uint16_t value)
{
	value = made->swapped ? __builtin_bswap16(value) : value;
	memcpy(made->bytes + made->count, &value, sizeof value);
	made->count += sizeof value;
}

static void put_zeros(struct made *made, size_t count)
{
	memset(made->bytes + made->count, 0, count);
	made->count += count;
}

static void put_pcap(struct made *made, uint32_t magic, uint16_t minor, uint32_t snap, uint32_t linktype)
{
	put32(made, magic);
	put16(made, 2);
	put16(made, minor);
	put_zeros(made, 8);
	put32(made, snap);
	put32(made, linktype);
}

static void put_record(struct made *made, uint32_t seconds, uint32_t fraction, uint32_t captured, uint32_t on_wire)
{
	put32(made, seconds);
	put32(made, fraction);
	put32(made, captured);
	put32(made, on_wire);
}

static void put_section(struct made *made)
{
	put32(made, 0x0a0d0d0a);
	put32(made, 28);
	put32(made, 0x1a2b3c4d);
	put16(made, 1);
	put16(made, 0);
	put32(made, UINT32_MAX);
	put32(made, UINT32_MAX);
	put32(made, 28);
}

/* `resolution` as if_tsresol has it; 0: the option is not there. */
static void put_interface(struct made *made, uint16_t linktype, uint32_t snap, uint8_t resolution)
{
	uint32_t length = resolution ? 28 : 20;

	put32(made, 1);
	put32(made, length);
	put16(made, linktype);
	put16(made, 0);
	put32(made, snap);
	if (resolution) {
		put16(made, 9);
		put16(made, 1);
		made->bytes[made->count++] = resolution;
		put_zeros(made, 3);
	}
	put32(made, length);
}

/* A packet of four bytes. */
static void put_packet(struct made *made, uint32_t interface, uint64_t stamp, uint32_t captured)
{
	put32(made, 6);
	put32(made, 36);
	put32(made, interface);
	put32(made, (uint32_t)(stamp >> 32));
	put32(made, (uint32_t)stamp);
	put32(made, captured);
	put32(made, 60);
	put_zeros(made, 4);
	put32(made, 36);
}

static struct mst_file *open_made(struct made *made, struct mst_error *err)
{
	int in = memfd_create("made", MFD_CLOEXEC);
	struct mst_file *file;

	cr_assert(in >= 0);
	cr_assert_eq(write(in, made->bytes, made->count), (ssize_t)made->count);
	cr_assert_eq(lseek(in, 0, SEEK_SET), 0);
	if (mst_file_open(&file, in, err) < 0)
		close(in);
	return file;
}

/* What reading it ends with: "" where the file ends well. */
static const char *sentence_of(struct made *made, struct mst_error *err)
{
	struct mst_file_frame frame;
	struct mst_file *file;
	int code = 1;

	err->text[0] = '\0';
	file = open_made(made, err);
	while (file && code > 0)
		code = mst_file_next(file, &frame, 0, err);
	mst_file_close(file);
	return err->text;
}

static struct mst_file_frame first_of(struct made *made, struct mst_file **file)
{
	struct mst_file_frame frame = { 0 };
	struct mst_error err = { "" };

	*file = open_made(made, &err);
	cr_assert(*file, "%s", err.text);
	cr_assert_eq(mst_file_next(*file, &frame, 0, &err), 1, "%s", err.text);
	return frame;
}

Test(capture_file, every_form_of_pcap_is_read_in_both_byte_orders)
{
	static const struct {
		uint32_t magic, unit_ns;
		size_t more;
	} forms[] = { { 0xa1b2c3d4, 1000, 0 }, { 0xa1b23c4d, 1, 0 }, { 0xa1b2cd34, 1000, 8 } };

	for (size_t i = 0; i < 2 * sizeof forms / sizeof *forms; i++) {
		struct made made = { .swapped = i % 2 };
		struct mst_file_frame frame;
		struct mst_file *file;

		put_pcap(&made, forms[i / 2].magic, 4, 262144, 101);
		put_record(&made, 1000000000, 5, 4, 60);
		put_zeros(&made, forms[i / 2].more);
		memcpy(made.bytes + made.count, "abcd", 4);
		made.count += 4;
		frame = first_of(&made, &file);
		cr_expect_eq(frame.time_ns, 1000000000 * S + 5 * forms[i / 2].unit_ns);
		cr_expect(frame.linktype == DLT_RAW && frame.captured == 4 && frame.wire_bytes == 60);
		cr_expect_arr_eq(frame.bytes, "abcd", 4);
		mst_file_close(file);
	}
}

Test(capture_file, seconds_have_no_sign_and_a_fraction_beyond_a_second_is_told)
{
	struct made made = { 0 };
	struct mst_file_frame frame;
	struct mst_error err;
	struct mst_file *file;

	put_pcap(&made, 0xa1b2c3d4, 4, 0, 1);
	put_record(&made, 0x80000000, 0, 0, 0);
	put_record(&made, 1000, 2000001, 0, 0);
	put_record(&made, UINT32_MAX, UINT32_MAX, 0, 0);
	frame = first_of(&made, &file);
	cr_expect_eq(frame.time_ns, 0x80000000 * S);
	cr_assert_eq(mst_file_next(file, &frame, 0, &err), 1);
	cr_expect_eq(frame.time_ns, 1002 * S + 1000);
	cr_expect_eq(frame.carried_s, 2);
	cr_assert_eq(mst_file_next(file, &frame, 0, &err), 1);
	cr_expect_eq(frame.time_ns / S - frame.carried_s, UINT32_MAX);
	cr_expect_eq(mst_file_next(file, &frame, 0, &err), 0);
	mst_file_close(file);
}

Test(capture_file, frames_beyond_the_snapshot_length_are_cut_to_it)
{
	struct made made = { 0 };
	struct mst_file_frame frame;
	struct mst_file *file;

	put_pcap(&made, 0xa1b2c3d4, 4, 20, 1);
	put_record(&made, 1, 0, 32, 60);
	put_zeros(&made, 32);
	frame = first_of(&made, &file);
	cr_expect(frame.captured == 20 && frame.wire_bytes == 60 && mst_file_snap(file) == 20);
	mst_file_close(file);
}

Test(capture_file, each_packet_of_pcapng_has_the_link_type_and_the_clock_of_its_interface)
{
	static const struct {
		int linktype;
		uint64_t time_ns;
	} wanted[] = { { DLT_EN10MB, 5 * S }, { DLT_RAW, 5 }, { DLT_LINUX_SLL2, 6 * S } };

	for (int swapped = 0; swapped < 2; swapped++) {
		struct made made = { .swapped = swapped };
		struct mst_error err = { "" };
		struct mst_file_frame frame;
		struct mst_file *file;

		put_section(&made);
		put_interface(&made, 1, 262144, 0);
		put_interface(&made, 101, 96, 9);
		put_packet(&made, 0, 5000000, 4);
		put_packet(&made, 1, 5, 4);
		made.swapped = !made.swapped; /* a section of its own has its own byte order and interfaces */
		put_section(&made);
		put_interface(&made, 276, 0, 0);
		put_packet(&made, 0, 6000000, 4);
		file = open_made(&made, &err);
		cr_assert(file, "%s", err.text);
		cr_expect_eq(mst_file_linktype(file), DLT_EN10MB);
		for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
			cr_assert_eq(mst_file_next(file, &frame, 0, &err), 1, "%zu: %s", i, err.text);
			cr_expect_eq(frame.linktype, wanted[i].linktype, "%zu", i);
			cr_expect_eq(frame.time_ns, wanted[i].time_ns, "%zu", i);
			cr_expect(frame.captured == 4 && frame.wire_bytes == 60);
		}
		cr_expect_eq(mst_file_next(file, &frame, 0, &err), 0);
		mst_file_close(file);
	}
}

Test(capture_file, simple_and_obsolete_packets_are_read_and_unknown_blocks_skipped)
{
	struct made made = { 0 };
	struct mst_file_frame frame;
	struct mst_error err = { "" };
	struct mst_file *file;

	put_section(&made);
	put_interface(&made, 1, 4, 0);
	for (uint32_t type = 4; type < 6; type++) { /* names, statistics */
		put32(&made, type);
		put32(&made, 16);
		put32(&made, 0);
		put32(&made, 16);
	}
	put32(&made, 3);
	put32(&made, 20);
	put32(&made, 60);
	put_zeros(&made, 4);
	put32(&made, 20);
	put32(&made, 2);
	put32(&made, 36);
	put_zeros(&made, 8);
	put32(&made, 7000000);
	put32(&made, 3);
	put32(&made, 61);
	put_zeros(&made, 4);
	put32(&made, 36);
	frame = first_of(&made, &file);
	cr_expect(frame.captured == 4 && frame.wire_bytes == 60 && frame.time_ns == 0);
	cr_assert_eq(mst_file_next(file, &frame, 0, &err), 1, "%s", err.text);
	cr_expect(frame.captured == 3 && frame.wire_bytes == 61 && frame.time_ns == 7 * S);
	mst_file_close(file);
}

Test(capture_file, a_broken_header_of_pcap_has_its_sentence)
{
	static const struct {
		uint32_t magic;
		uint16_t major, minor;
		const char *sentence;
	} cases[] = {
		{ 0xa1b2c3d4, 1, 4, "archaic pcap savefile format" },
		{ 0xa1b2c3d4, 2, 5, "unsupported pcap savefile version 2.5" },
		{ 0xa1b2c3d4, 3, 0, "unsupported pcap savefile version 3.0" },
		{ 0xa1b2c3d5, 2, 4, "unknown file format; expected pcap or pcapng" },
		{ 0x00088b1f, 2, 4, "it is compressed: expected pcap or pcapng, as zcat FILE | … -r - gives it" },
		{ 0xfd2fb528, 2, 4, "it is compressed: expected pcap or pcapng, as zstdcat FILE | … -r - gives it" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made made = { 0 };
		struct mst_error err;

		put_pcap(&made, cases[i].magic, cases[i].minor, 0, 1);
		memcpy(made.bytes + 4, &cases[i].major, 2);
		cr_expect_str_eq(sentence_of(&made, &err), cases[i].sentence);
	}
}

Test(capture_file, a_file_that_ends_anywhere_says_how_much_is_missing)
{
	static const struct {
		size_t count;
		const char *sentence;
	} cases[] = {
		{ 3, "truncated dump file; tried to read 4 file header bytes, only got 3" },
		{ 10, "truncated dump file; tried to read 24 file header bytes, only got 10" },
		{ 24, "" },
		{ 31, "truncated dump file; tried to read 16 header bytes, only got 7" },
		{ 42, "truncated dump file; tried to read 4 captured bytes, only got 2" },
		{ 44, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made made = { 0 };
		struct mst_error err;

		put_pcap(&made, 0xa1b2c3d4, 4, 0, 1);
		put_record(&made, 1, 0, 4, 4);
		put_zeros(&made, 4);
		made.count = cases[i].count;
		cr_expect_str_eq(sentence_of(&made, &err), cases[i].sentence, "%zu: %s", cases[i].count, err.text);
	}
}

Test(capture_file, a_frame_that_no_file_can_have_is_refused_before_memory_is_taken)
{
	struct made made = { 0 };
	struct mst_error err;

	put_pcap(&made, 0xa1b2c3d4, 4, 0x7fffffff, 1);
	put_record(&made, 1, 0, 262145, 262145);
	cr_expect_str_eq(sentence_of(&made, &err),
	                 "invalid packet capture length 262145, bigger than maximum of 262144");
}

/* One of pcapng in which the number at `at` is another. */
static const char *sentence_with(size_t at, uint32_t value, struct mst_error *err)
{
	struct made made = { 0 };

	put_section(&made);               /* at 0 */
	put_interface(&made, 1, 100, 6);  /* at 28 */
	put_packet(&made, 0, 5000000, 4); /* at 56 */
	memcpy(made.bytes + at, &value, sizeof value);
	return sentence_of(&made, err);
}

Test(capture_file, every_length_of_pcapng_is_checked)
{
	static const struct {
		size_t at;
		uint32_t value;
		const char *sentence;
	} cases[] = {
		{ 4, 16,
		  "Section Header Block in pcapng dump file has invalid length 16; expected 28 to 1048576, a "
		  "multiple of 4" },
		{ 4, 0x7ffffffc,
		  "Section Header Block in pcapng dump file has invalid length 2147483644; expected 28 to "
		  "1048576, a multiple of 4" },
		{ 8, 7, "unknown file format: a section of pcapng without a byte order" },
		{ 12, 2, "unsupported pcapng savefile version 2.0" },
		{ 60, 8, "block in pcapng dump file has a length of 8 < 12" },
		{ 60, 37, "block in pcapng dump file has a length of 37 that is not a multiple of 4" },
		{ 60, 0x7ffffffc, "pcapng block size 2147483644 > maximum 16777216" },
		{ 60, 40, "truncated pcapng dump file; tried to read 32 bytes, only got 28" },
		{ 88, 40, "block total length in header and trailer don't match" },
		{ 64, 5,
		  "a packet arrived on interface 5, but there's no Interface Description Block for that "
		  "interface" },
		{ 76, 8, "block of type 6 in pcapng dump file is too short" },
		{ 40, 3, "invalid packet capture length 4, bigger than snaplen of 3" },
		{ 48, 30, "Interface Description Block if_tsresol option resolution 10^-30 is too high" },
		{ 48, 0x80 | 64, "Interface Description Block if_tsresol option resolution 2^-64 is too high" },
		{ 28, 6, "the capture file has a packet block before any Interface Description Blocks" },
		{ 28, 99, "the capture file has a packet block before any Interface Description Blocks" },
	};
	struct mst_error err;

	cr_expect_str_eq(sentence_with(0, 0x0a0d0d0a, &err), "");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(sentence_with(cases[i].at, cases[i].value, &err), cases[i].sentence, "%zu: %s", i,
		                 err.text);
}

/* Three frames in either format; `first` is where the header ends. */
static void make_three(struct made *made, bool pcapng, size_t *first)
{
	if (pcapng) {
		put_section(made);
		put_interface(made, 1, 100, 6);
		*first = made->count;
		put_packet(made, 0, 5000000, 4);
		put_section(made);
		put_interface(made, 101, 100, 6);
	} else {
		put_pcap(made, 0xa1b2c3d4, 4, 0, 1);
		*first = made->count;
		put_record(made, 5, 0, 4, 60);
		put_zeros(made, 4);
	}
	for (int i = 0; i < 2; i++) {
		if (pcapng) {
			put_packet(made, 0, 5000000, 4);
		} else {
			put_record(made, 5, 0, 4, 60);
			put_zeros(made, 4);
		}
	}
}

/* How many frames there are in what has come; the file goes on, or has ended with `code`. */
static int count_ready(struct mst_file *file, int code, uint64_t at_most_ns)
{
	struct mst_file_frame frame;
	struct mst_error err = { "" };
	int count = 0, got;

	while ((got = mst_file_next(file, &frame, at_most_ns, &err)) > 0) {
		cr_expect(frame.captured == 4 && frame.wire_bytes == 60 && frame.time_ns == 5 * S);
		count++;
	}
	cr_expect_eq(got, code, "%d: %s", got, err.text);
	return count;
}

Test(capture_file, a_pipe_that_falls_silent_anywhere_is_read_on_where_it_was)
{
	for (int pcapng = 0; pcapng < 2; pcapng++) {
		struct made made = { 0 };
		size_t first;

		make_three(&made, pcapng, &first);
		for (size_t cut = first; cut < made.count; cut++) {
			struct mst_error err = { "" };
			struct mst_file *file;
			int ends[2], count;

			cr_assert_eq(pipe(ends), 0);
			cr_assert_eq(write(ends[1], made.bytes, cut), (ssize_t)cut);
			cr_assert_eq(mst_file_open(&file, ends[0], &err), 0, "%s", err.text);
			count = count_ready(file, -EAGAIN, 0);
			cr_assert_eq(write(ends[1], made.bytes + cut, made.count - cut), (ssize_t)(made.count - cut));
			count += count_ready(file, -EAGAIN, 0);
			cr_expect_eq(count, 3, "%zu: %d", cut, count);
			close(ends[1]);
			cr_expect_eq(count_ready(file, 0, MST_FILE_FOREVER), 0);
			mst_file_close(file);
		}
	}
}

Test(capture_file, a_silent_pipe_is_waited_for_as_long_as_the_caller_allows)
{
	struct made made = { 0 };
	struct mst_error err = { "" };
	struct mst_file *file;
	uint64_t before_ns;
	size_t first;
	int ends[2];

	make_three(&made, true, &first);
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], made.bytes, first + 5), (ssize_t)first + 5);
	cr_assert_eq(mst_file_open(&file, ends[0], &err), 0, "%s", err.text);
	before_ns = mst_now_ns();
	cr_expect_eq(count_ready(file, -EAGAIN, 20 * MST_NS_PER_MS), 0);
	cr_expect_geq(mst_now_ns() - before_ns, 20 * MST_NS_PER_MS);
	close(ends[1]);
	cr_expect_eq(count_ready(file, -EBADMSG, MST_FILE_FOREVER), 0);
	mst_file_close(file);
}
