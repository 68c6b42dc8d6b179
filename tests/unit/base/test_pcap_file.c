/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pcap_file.c - frames that libpcap reads again, and a disk that is full at any byte. */
#include <criterion/criterion.h>
#include <errno.h>
#include <pcap/pcap.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pcap_file.h"

#define FRAMES 1200
#define LONGEST 200000 /* longer than the buffer */

static char path[64], folder[] = "/tmp/muster-pcap-XXXXXX";

static void begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a", folder);
}

static void end(void)
{
	(void)unlink(path);
	cr_assert_eq(rmdir(folder), 0, "something is left: %s", strerror(errno));
}

static void limit_files_to(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static size_t length_of(size_t i)
{
	return i == 3 ? LONGEST : i % 97;
}

static rlim_t all_bytes(void)
{
	rlim_t bytes = MST_PCAP_FILE_BYTES;

	for (size_t i = 0; i < FRAMES; i++)
		bytes += MST_PCAP_RECORD_BYTES + length_of(i);
	return bytes;
}

static int write_frames(bool partial, size_t frames, struct mst_error *err)
{
	static uint8_t bytes[LONGEST];
	struct mst_pcap_file_config config = { .path = path, .partial = partial, .dlt = DLT_RAW, .snap = LONGEST };
	struct mst_pcap_file file;

	cr_assert_eq(mst_pcap_file_open(&file, &config, err), 0, "%s", err->text);
	for (size_t i = 0; i < frames; i++) {
		memset(bytes, (int)i, sizeof bytes);
		(void)mst_pcap_file_put(&file, i * 1000000007, bytes, length_of(i), length_of(i) + 5);
	}
	return mst_pcap_file_close(&file, err);
}

/* How many frames there are; all of them are right, and nothing follows. */
static size_t read_frames(void)
{
	char text[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, text);
	struct pcap_pkthdr *header;
	const uint8_t *bytes;
	size_t count = 0;
	int code;

	cr_assert_not_null(pcap, "%s", text);
	cr_assert_eq(pcap_datalink(pcap), DLT_RAW);
	cr_assert_eq(pcap_snapshot(pcap), LONGEST);
	while ((code = pcap_next_ex(pcap, &header, &bytes)) == 1) {
		uint64_t time_ns = (uint64_t)header->ts.tv_sec * 1000000000 + (uint64_t)header->ts.tv_usec;

		cr_assert_eq(time_ns, count * 1000000007);
		cr_assert_eq(header->caplen, length_of(count));
		cr_assert_eq(header->len, length_of(count) + 5);
		cr_assert(header->caplen == 0 || bytes[header->caplen - 1] == (uint8_t)count);
		count++;
	}
	cr_assert_eq(code, PCAP_ERROR_BREAK, "%s", pcap_geterr(pcap));
	pcap_close(pcap);
	return count;
}

Test(base_pcap_file, libpcap_reads_what_was_written)
{
	struct mst_error err = { "" };

	begin();
	for (int partial = 0; partial < 2; partial++) {
		cr_assert_eq(write_frames(partial, FRAMES, &err), 0, "%s", err.text);
		cr_assert_eq(read_frames(), (size_t)FRAMES);
		cr_assert_eq(unlink(path), 0);
		cr_assert_eq(write_frames(partial, 0, &err), 0, "%s", err.text);
		cr_assert_eq(read_frames(), 0u);
		cr_assert_eq(unlink(path), 0);
	}
	end();
}

Test(base_pcap_file, wherever_the_disk_is_full_the_file_ends_with_a_whole_frame)
{
	struct mst_error err = { "" };
	struct stat status;

	begin();
	for (int partial = 0; partial < 2; partial++) {
		for (rlim_t room = 1; room < 2 * all_bytes(); room += room < 300 ? 7 : 29989) {
			limit_files_to(room);
			cr_assert_eq(write_frames(partial, FRAMES, &err), room < all_bytes() ? -EFBIG : 0, "%lu: %s",
			             (unsigned long)room, err.text);
			limit_files_to(RLIM_INFINITY);
			cr_assert(room >= all_bytes() ||
			                  strstr(err.text, room < 24 ? "no frame had room" : "it is whole up to"),
			          "%s", err.text);
			if (stat(path, &status) == 0 && status.st_size > 0) {
				size_t count = read_frames();

				cr_assert_gt(status.st_size + 16 + (off_t)length_of(count),
				             room < all_bytes() ? (off_t)room : 0);
			}
			(void)unlink(path);
		}
	}
	end();
}

Test(base_pcap_file, a_frame_too_many_replaces_no_file)
{
	struct mst_error err = { "" };
	struct mst_pcap_file_config config = {
		.path = path, .partial = true, .force = true, .dlt = DLT_RAW, .snap = 9
	};
	struct mst_pcap_file file;
	const char *kept;
	char *name;

	begin();
	cr_assert_eq(write_frames(true, 3, &err), 0, "%s", err.text);
	cr_assert_eq(mst_pcap_file_open(&file, &config, &err), 0, "%s", err.text);
	limit_files_to(30);
	cr_assert_eq(mst_pcap_file_put(&file, 0, (const uint8_t *)"123456789", 9, 9), 0);
	cr_assert_eq(mst_pcap_file_close(&file, &err), -EFBIG);
	limit_files_to(RLIM_INFINITY);
	cr_assert_eq(read_frames(), 3u);
	kept = strstr(err.text, "the new file ");
	cr_assert_not_null(kept, "%s", err.text);
	name = strndup(kept + 13, strcspn(kept + 13, " "));
	cr_assert_eq(unlink(name), 0, "%s", name);
	free(name);
	end();
}
