/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x11.c - X11 (protocol, section 8): connection setup without authorization. Most servers refuse it with a reason; one
 * that is open to everybody answers with its vendor and release, and nothing more is asked.
 */

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { SUCCESS = 1, MAJOR = 11 };

static const uint8_t setup[] = { 'l', 0, MAJOR, 0, 0, 0, 0, 0, 0, 0, 0, 0 };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, setup, sizeof setup);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 8 && bytes[0] <= SUCCESS && bytes[2] == MAJOR && !bytes[3] && !bytes[4] && !bytes[5] &&
	       (bytes[0] == SUCCESS || (bytes[1] && bytes[1] <= (bytes[6] + (bytes[7] << 8)) * 4));
}

/* X.Org numbers releases 1.21.1.7, and calls them 21.1.7 since 21. */
static void put_release(struct mst_talk *talk, const uint8_t *vendor, size_t size, uint32_t release)
{
	uint32_t first = release / 10000000, second = release / 100000 % 100;
	uint32_t third = release / 1000 % 100;

	if (mst_finding_place(vendor, size, "X.Org"))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "X.Org");
	mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, vendor, size);
	if (!mst_finding_place(vendor, size, "X.Org"))
		mst_finding_text(talk, MST_SERVICE_VERSION, "%u", release);
	else if (first == 1 && second >= 21)
		mst_finding_text(talk, MST_SERVICE_VERSION, "%u.%u.%u", second, third, release % 1000);
	else
		mst_finding_text(talk, MST_SERVICE_VERSION, "%u.%u.%u", first, second, third);
}

static enum mst_step read_success(struct mst_talk *talk, const struct mst_heard *heard, struct mst_reader *r)
{
	uint32_t release = mst_read_le32(r);
	uint16_t vendor_size;
	const uint8_t *vendor;

	mst_skip(r, 12); /* resource IDs, motion buffer */
	vendor_size = mst_read_le16(r);
	mst_skip(r, 14);
	vendor = mst_read_bytes(r, vendor_size);
	if (r->short_read) /* X.Org sends the first eight bytes by themselves */
		return mst_finding_wait(heard);
	put_release(talk, vendor, vendor_size, release);
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "open");
	return mst_finding_done(talk, "X11");
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);

	if (heard->size < 8)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_skip(&r, 8);
	if (heard->bytes[0] == SUCCESS)
		return read_success(talk, heard, &r);
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "access-denied");
	return mst_finding_done(talk, "X11");
}

const struct mst_dialogue mst_dialogue_x11 = {
	.name = "X11",
	.ports = "6000-6063,6099",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
