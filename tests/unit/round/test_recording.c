/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames stand in a record with the link layer of the capture that heard them. */
#include <criterion/criterion.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/reader.h"
#include "round/recording.h"

struct capture {
	struct mst_rx rx;
	int linktype;
};

static int linktype_of(const struct mst_rx *rx)
{
	return ((const struct capture *)rx)->linktype;
}

static const struct mst_rx_engine engine = { .name = "test", .linktype = linktype_of };

static struct capture capture_of(const char *interface, int ifindex, int linktype)
{
	struct capture capture = { { .engine = &engine, .link.ifindex = ifindex }, linktype };

	strcpy(capture.rx.interface, interface);
	return capture;
}

/* Records a frame of each of these, and reads the link layers back. */
static void record(const char *path, struct capture *of, size_t count, int *linktypes)
{
	struct mst_captures captures = { .count = count };
	struct mst_recording recording = { .writer = NULL };
	struct mst_error err = { "" };
	struct mst_record *read;

	for (size_t i = 0; i < count; i++)
		captures.rx[i] = &of[i].rx;
	cr_assert_eq(mst_recording_open(&recording, &captures, path, true, &err), 0, "%s", err.text);
	for (size_t i = 0; i < count; i++) {
		const struct mst_received_frame frame = {
			.linktype = of[i].linktype,
			.ifindex = of[i].rx.link.ifindex,
			.bytes = (const uint8_t *)"frame",
			.count = 5,
		};

		mst_recording_received(&recording, &frame);
	}
	cr_assert_eq(mst_recording_close(&recording, &err), 0, "%s", err.text);
	cr_assert_eq(mst_record_read(&read, path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_record_count(read), count);
	for (size_t i = 0; i < count; i++)
		linktypes[i] = mst_record_at(read, i)->linktype;
	mst_record_free(read);
}

Test(round_recording, raw_sockets_and_the_capture_of_all_other_interfaces_are_told_apart)
{
	struct capture captures[] = {
		capture_of("eth0", 2, DLT_EN10MB),
		capture_of("any", 0, DLT_LINUX_SLL2),
		capture_of("any", 0, DLT_RAW),
	};
	char folder[] = "/tmp/muster-recording-XXXXXX", path[64];
	int linktypes[3];

	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a.pcapng", folder);
	record(path, captures, 3, linktypes);
	for (size_t i = 0; i < 3; i++)
		cr_expect_eq(linktypes[i], captures[i].linktype, "%s", pcap_datalink_val_to_name(linktypes[i]));
	unlink(path);
	rmdir(folder);
}
