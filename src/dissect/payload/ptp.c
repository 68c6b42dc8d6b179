/* SPDX-License-Identifier: BSD-2-Clause */
/* ptp.c - the Precision Time Protocol, version 2 (IEEE 1588), over Ethernet and UDP. */
#include <inttypes.h>

#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

enum { HEADER_BYTES = 34, VERSION_1 = 1, VERSION_2 = 2 };

/* What is behind the header: a time, the identity of a port, and more. */
enum body { NONE = 0, TIME = 1, PORT = 2, ANNOUNCE = 4, MANAGEMENT = 8 };

/* clang-format off */
static const struct {
	const char *name, *time;
	unsigned body;
} types[16] = {
	[0] = { "sync msg", "originTimeStamp", TIME },
	[1] = { "delay req msg", "originTimeStamp", TIME },
	[2] = { "peer delay req msg", "preciseOriginTimeStamp", TIME | PORT },
	[3] = { "peer delay resp msg", "receiveTimeStamp", TIME | PORT },
	[8] = { "follow up msg", "preciseOriginTimeStamp", TIME },
	[9] = { "delay resp msg", "receiveTimeStamp", TIME | PORT },
	[10] = { "pdelay resp fup msg", "preciseOriginTimeStamp", TIME | PORT },
	[11] = { "announce msg", "originTimeStamp", TIME | ANNOUNCE },
	[12] = { "signalling msg", NULL, PORT },
	[13] = { "management msg", NULL, PORT | MANAGEMENT },
};
static const struct mst_word flags[] = {
	{ 0x0001, "l1 61" }, { 0x0002, "l1 59" }, { 0x0004, "utc reasonable" }, { 0x0008, "timescale" },
	{ 0x0010, "time tracable" }, { 0x0020, "frequency tracable" }, { 0x0100, "alternate master" },
	{ 0x0200, "two step" }, { 0x0400, "unicast" }, { 0x1000, "profile specific 1" },
	{ 0x2000, "profile specific 2" }, { 0x4000, "security mask" }, { 0x18c0, "unknown" }, { 0 },
};
static const struct mst_word controls[] = {
	{ 0, "Sync" }, { 1, "Delay_Req" }, { 2, "Follow_Up" }, { 3, "Delay_Resp" }, { 4, "Management" },
	{ 5, "Other" }, { 0 },
};
/* clang-format on */

/* False: it is cut short. `comma` is between the seconds and the rest; it is missing in announcements. */
static bool describe_time(struct mst_line *line, struct mst_reader *r, const char *name, const char *comma)
{
	uint64_t seconds = (uint64_t)mst_read_be16(r) << 32;
	uint32_t nanoseconds;

	seconds |= mst_read_be32(r);
	mst_line_add(line, ", %s :", name);
	if (r->short_read)
		return false;
	mst_line_add(line, " %" PRIu64 " seconds%s", seconds, comma);
	nanoseconds = mst_read_be32(r);
	if (!r->short_read)
		mst_line_add(line, " %u nanoseconds", nanoseconds);
	return !r->short_read;
}

static bool describe_port(struct mst_line *line, struct mst_reader *r)
{
	uint64_t identity = mst_read_be64(r);
	uint16_t port;

	if (r->short_read)
		return false;
	mst_line_add(line, ", port identity : 0x%" PRIx64, identity);
	port = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, ", port id : %u", port);
	return !r->short_read;
}

/* The fields of an announcement, in their order. */
static const struct {
	const char *label;
	uint8_t bytes;
	bool hex;
} announced[] = {
	{ ", origin cur utc :", 2, false },     { ", rsvd : ", 1, false },
	{ ", gm priority_1 : ", 1, false },     { ", gm clock class : ", 1, false },
	{ ", gm clock accuracy : ", 1, false }, { ", gm clock variance : ", 2, false },
	{ ", gm priority_2 : ", 1, false },     { ", gm clock id : ", 8, true },
	{ ", steps removed : ", 2, false },
};

static bool describe_announce(struct mst_line *line, struct mst_reader *r)
{
	uint8_t source;

	for (size_t i = 0; i < sizeof announced / sizeof *announced; i++) {
		uint64_t value = announced[i].bytes == 8   ? mst_read_be64(r)
		                 : announced[i].bytes == 2 ? mst_read_be16(r)
		                                           : mst_read_u8(r);

		if (r->short_read)
			return false;
		mst_line_add(line, announced[i].hex ? "%s0x%" PRIx64 : "%s%" PRIu64, announced[i].label, value);
	}
	source = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, ", time source : 0x%x", source);
	return !r->short_read;
}

static bool describe_management(struct mst_line *line, struct mst_reader *r)
{
	uint8_t start = mst_read_u8(r), hops = mst_read_u8(r), action = mst_read_u8(r), reserved = mst_read_u8(r);

	if (!r->short_read)
		mst_line_add(line, ", , start boundary hops  %u, , boundary hops  %u, , flags  0x%x, , reserved  0x%x",
		             start, hops, action, reserved);
	return !r->short_read;
}

static void describe_body(struct mst_line *line, struct mst_reader *r, uint8_t type)
{
	unsigned body = types[type].body;
	bool whole = true;

	if (body & TIME)
		whole = describe_time(line, r, types[type].time, body & ANNOUNCE ? "" : ",");
	if (whole && body & PORT)
		whole = describe_port(line, r);
	if (whole && body & ANNOUNCE)
		whole = describe_announce(line, r);
	if (whole && body & MANAGEMENT)
		whole = describe_management(line, r);
	if (!whole)
		mst_line_add(line, " [|ptp]");
}

/* Corrections of nanoseconds, and of parts of 2^16 of one. */
static bool describe_correction(struct mst_line *line, struct mst_reader *r)
{
	uint64_t correction = (uint64_t)mst_read_be16(r) << 32;
	uint16_t parts;
	uint32_t reserved;

	correction |= mst_read_be32(r);
	if (!r->short_read)
		mst_line_add(line, ", NS correction : %" PRIu64, correction);
	parts = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, ", sub NS correction : %u", parts);
	reserved = mst_read_be32(r);
	if (!r->short_read)
		mst_line_add(line, ", reserved2 : %u", reserved);
	return !r->short_read;
}

/* Who sends: ", clock identity : 0x11223344556677, port id : 5, seq id : 9" */
static bool describe_sender(struct mst_line *line, struct mst_reader *r)
{
	uint64_t identity = mst_read_be64(r);
	uint16_t number;

	if (!r->short_read)
		mst_line_add(line, ", clock identity : 0x%" PRIx64, identity);
	number = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, ", port id : %u", number);
	number = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, ", seq id : %u", number);
	return !r->short_read;
}

/* False: it is cut short; what is there is printed. */
static bool describe_header(struct mst_line *line, struct mst_reader *r)
{
	uint8_t first = mst_read_u8(r), byte;
	const char *name = types[first & 15].name, *word;
	uint16_t number = (mst_skip(r, 1), mst_read_be16(r));

	mst_line_add(line, "PTPv2, v1 compat : %s, ", first & 0x10 ? "yes" : "no");
	mst_line_add(line, "msg type : %s", name ? name : "Reserved");
	if (!r->short_read)
		mst_line_add(line, ", length : %u", number);
	byte = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, ", domain : %u", byte);
	byte = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, ", reserved1 : %u", byte);
	number = mst_read_be16(r);
	if (r->short_read)
		return false;
	mst_line_add(line, ", Flags [");
	mst_line_flags(line, flags, number);
	mst_line_add(line, "]");
	if (!describe_correction(line, r) || !describe_sender(line, r))
		return false;
	byte = mst_read_u8(r);
	word = mst_word_of(controls, byte);
	if (!r->short_read)
		mst_line_add(line, ", control : %u (%s)", byte, word ? word : "Reserved");
	byte = mst_read_u8(r);
	if (!r->short_read)
		mst_line_add(line, ", log message interval : %u", byte);
	return !r->short_read;
}

bool mst_describe_ptp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = layer->captured > 1 ? layer->bytes[1] : 0;

	if (layer->declared < HEADER_BYTES)
		mst_line_add(line, " [length %zu < %d] (invalid)", layer->declared, HEADER_BYTES);
	else if (layer->captured < 2)
		mst_line_add(line, " [|ptp]");
	else if (version == VERSION_1)
		mst_line_add(line, "PTPv1 (not implemented)");
	else if (version != VERSION_2)
		mst_line_add(line, "PTPv%u", version);
	else if (describe_header(line, &r))
		describe_body(line, &r, layer->bytes[0] & 15);
	else
		mst_line_add(line, " [|ptp]");
	return true;
}
