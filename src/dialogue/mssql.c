/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mssql.c - Microsoft SQL Server ([MS-TDS] 2.2.6.5): PRELOGIN, whose answer has the version and whether TLS is wanted.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { REPLY = 4, OPTION_VERSION = 0, OPTION_ENCRYPTION = 1, OPTIONS_END = 0xff };

static const uint8_t prelogin[] = {
	0x12, 1, 0, 26, 0, 0, 1, 0, 0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 9, 0, 0, 0, 0, 0, 0,
};

static const struct {
	uint8_t major;
	const char *name;
} releases[] = {
	{ 8, " 2000" },  { 9, " 2005" },  { 10, " 2008" }, { 11, " 2012" }, { 12, " 2014" },
	{ 13, " 2016" }, { 14, " 2017" }, { 15, " 2019" }, { 16, " 2022" }, { 17, " 2025" },
};

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, prelogin, sizeof prelogin);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 14 && bytes[0] == REPLY && bytes[1] == 1 && bytes[8] == OPTION_VERSION && !bytes[11] &&
	       bytes[12] == 6;
}

static void put_version(struct mst_talk *talk, struct mst_reader *at)
{
	uint8_t major = mst_read_u8(at), minor = mst_read_u8(at);
	uint16_t build = mst_read_be16(at);
	const char *release = "";

	if (at->short_read)
		return;
	for (size_t i = 0; i < sizeof releases / sizeof *releases; i++)
		if (releases[i].major == major)
			release = releases[i].name;
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "Microsoft SQL Server%s%s", release,
	                 major == 10 && minor == 50 ? " R2" : "");
	mst_finding_text(talk, MST_SERVICE_VERSION, "%u.%02u.%u", major, minor, build);
}

static void read_options(struct mst_talk *talk, const uint8_t *options, size_t size)
{
	struct mst_reader r = mst_reader_over(options, size);

	for (;;) {
		uint8_t option = mst_read_u8(&r);
		uint16_t offset = mst_read_be16(&r);
		struct mst_reader at = mst_reader_over(options, size);

		mst_skip(&r, 2);
		if (option == OPTIONS_END || r.short_read)
			return;
		mst_skip(&at, offset);
		if (option == OPTION_VERSION)
			put_version(talk, &at);
		if (option == OPTION_ENCRYPTION && (mst_read_u8(&at) & 1) && !at.short_read)
			mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "TLS");
	}
}

static enum mst_step read_reply(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint16_t head = mst_read_be16(&r), size = mst_read_be16(&r);

	if (heard->size && heard->bytes[0] != REPLY)
		return MST_STEP_NOT_MINE;
	if (r.short_read || heard->size < size || heard->size < 14)
		return mst_finding_wait(heard);
	if (!(head & 1) || size < 14 || !knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	read_options(talk, heard->bytes + 8, (size_t)size - 8);
	return mst_finding_done(talk, "ms-sql-s");
}

const struct mst_dialogue mst_dialogue_mssql = {
	.name = "ms-sql-s",
	.ports = "1433",
	.tls_ports = "",
	.knows = knows,
	.begin = begin,
	.read = read_reply,
};
