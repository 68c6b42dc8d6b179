/* SPDX-License-Identifier: BSD-2-Clause */
/* radiotap.c - describes what a receiver tells of a frame of IEEE 802.11 (radiotap.org). See wifi.h. */
#include "dissect/link/wifi.h"

enum { WORDS_MAX = 8, NEXT_NAMESPACE = 29, VENDOR = 30, MORE = 31, EXTENDED_CHANNEL = 18, MCS = 19 };

/* The field of one bit: alignment is counted from the start of the header. */
struct field {
	uint8_t align, bytes;
	void (*describe)(struct mst_line *line, struct mst_reader *r, uint32_t present);
};

static void describe_time(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint64_t low = mst_read_le32(r), high = mst_read_le32(r);

	(void)present;
	mst_line_add(line, "%lluus tsft ", (unsigned long long)(high << 32 | low));
}

static void describe_flags(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint8_t flags = mst_read_u8(r);

	(void)present;
	mst_line_add(line, "%s%s%s%s%s", flags & 0x01 ? "cfp " : "", flags & 0x02 ? "short preamble " : "",
	             flags & 0x04 ? "wep " : "", flags & 0x08 ? "fragmented " : "", flags & 0x40 ? "bad-fcs " : "");
}

static void describe_rate(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint8_t rate = mst_read_u8(r);

	(void)present;
	if (rate >= 0x80)
		mst_line_add(line, "MCS %u ", rate & 0x7f);
	else
		mst_line_add(line, "%u.%u Mb/s ", rate / 2, rate % 2 * 5);
}

/* The kind of network follows from modulation and band. */
static void describe_frequency(struct mst_line *line, uint16_t frequency, uint32_t flags, uint32_t present)
{
	bool b = (flags & 0xa0) == 0xa0, g = (flags & 0xc0) == 0xc0 || (flags & 0x480) == 0x480;

	mst_line_add(line, "%u MHz", frequency);
	if (present >> MCS & 1)
		mst_line_add(line, " 11n");
	else
		mst_line_add(line, "%s%s%s%s", flags & 0x800 ? " FH" : "", (flags & 0x140) == 0x140 ? " 11a" : "",
		             g   ? " 11g"
		             : b ? " 11b"
		                 : "",
		             flags & 0x10 ? " Turbo" : "");
	mst_line_add(line, "%s ",
	             flags & 0x10000   ? " ht/20"
	             : flags & 0x40000 ? " ht/40-"
	             : flags & 0x20000 ? " ht/40+"
	                               : "");
}

static void describe_channel(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint16_t frequency = mst_read_le16(r), flags = mst_read_le16(r);

	if (!(present >> EXTENDED_CHANNEL & 1))
		describe_frequency(line, frequency, flags, present);
}

static void describe_extended_channel(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint32_t flags = mst_read_le32(r);
	uint16_t frequency = mst_read_le16(r);

	mst_skip(r, 2); /* number, power */
	describe_frequency(line, frequency, flags, present);
}

static void describe_hopping(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint8_t set = mst_read_u8(r);

	(void)present;
	mst_line_add(line, "fhset %u fhpat %u ", set, mst_read_u8(r));
}

static void describe_dbm_signal(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%ddBm signal ", (int8_t)mst_read_u8(r));
}

static void describe_dbm_noise(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%ddBm noise ", (int8_t)mst_read_u8(r));
}

static void describe_quality(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%u sq ", mst_read_le16(r));
}

static void describe_attenuation(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%d tx power ", -(int)mst_read_le16(r));
}

static void describe_db_attenuation(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%ddB tx attenuation ", -(int)mst_read_le16(r));
}

static void describe_power(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%ddBm tx power ", (int8_t)mst_read_u8(r));
}

static void describe_antenna(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "antenna %u ", mst_read_u8(r));
}

static void describe_db_signal(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%udB signal ", mst_read_u8(r));
}

static void describe_db_noise(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	(void)present;
	mst_line_add(line, "%udB noise ", mst_read_u8(r));
}

static void describe_rx_flags(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	uint16_t flags = mst_read_le16(r);

	(void)present;
	if (flags & 0x02)
		mst_line_add(line, "bad plcp ");
	else if (flags)
		mst_line_add(line, "unknown 0x%04x ", flags);
}

/* IEEE 802.11n: the rate follows from modulation, streams, width and guard interval. */
static void describe_mcs(struct mst_line *line, struct mst_reader *r, uint32_t present)
{
	static const uint16_t bits[2][8] = { { 26, 52, 78, 104, 156, 208, 234, 260 },
		                             { 54, 108, 162, 216, 324, 432, 486, 540 } };
	static const char *const widths[] = { "20 MHz ", "40 MHz ", "20 MHz (L) ", "20 MHz (U) " };
	uint8_t known = mst_read_u8(r), flags = mst_read_u8(r), index = mst_read_u8(r);
	unsigned width = flags & 3, streams = index / 8u + 1, ten = bits[width == 1][index % 8] * streams * 10;

	(void)present;
	if ((known & 0x07) == 0x07 && index < 32) {
		unsigned rate = flags & 4 ? (ten * 10 + 18) / 36 : (ten + 2) / 4;

		mst_line_add(line, "%u.%u Mb/s MCS %u ", rate / 10, rate % 10, index);
	} else if (known & 0x02) {
		mst_line_add(line, "MCS %u ", index);
	}
	mst_line_add(line, "%s%s%s%s", known & 0x01 ? widths[width] : "",
	             !(known & 0x04) ? ""
	             : flags & 4     ? "short GI "
	                             : "long GI ",
	             !(known & 0x08) ? ""
	             : flags & 8     ? "greenfield "
	                             : "mixed ",
	             !(known & 0x10) ? ""
	             : flags & 0x10  ? "LDPC FEC "
	                             : "BCC FEC ");
	if (known & 0x20)
		mst_line_add(line, "RX-STBC%u ", flags >> 5 & 3);
}

/* clang-format off */
static const struct field fields[] = {
	{ 8, 8, describe_time }, { 1, 1, describe_flags }, { 1, 1, describe_rate }, { 2, 4, describe_channel },
	{ 2, 2, describe_hopping }, { 1, 1, describe_dbm_signal }, { 1, 1, describe_dbm_noise },
	{ 2, 2, describe_quality }, { 2, 2, describe_attenuation }, { 2, 2, describe_db_attenuation },
	{ 1, 1, describe_power }, { 1, 1, describe_antenna }, { 1, 1, describe_db_signal },
	{ 1, 1, describe_db_noise }, { 2, 2, describe_rx_flags },
	[EXTENDED_CHANNEL] = { 4, 8, describe_extended_channel }, [MCS] = { 1, 3, describe_mcs },
};
/* clang-format on */

/* The field of the bit; false where it is unknown, so that the next one is not found either, or cut. */
static bool describe_field(struct mst_line *line, struct mst_reader *r, const uint8_t *start, unsigned bit,
                           uint32_t present)
{
	const struct field *field = bit < sizeof fields / sizeof *fields ? &fields[bit] : NULL;

	if (!field || !field->describe) {
		mst_line_add(line, "[bit %u] ", bit);
		return false;
	}
	mst_skip(r, (field->align - (size_t)(r->at - start) % field->align) % field->align);
	if (r->short_read || r->left < field->bytes) {
		mst_line_add(line, " [|802.11_radio]");
		return false;
	}
	field->describe(line, r, present);
	return true;
}

bool mst_describe_radiotap(struct mst_line *line, struct mst_reader *r)
{
	struct mst_reader header = *r;
	uint32_t words[WORDS_MAX];
	unsigned count = 0;
	uint16_t length;

	mst_skip(&header, 2);
	length = mst_read_le16(&header);
	if (header.short_read || length < 8 || length > r->left) {
		mst_line_add(line, " [|802.11_radio]");
		return false;
	}
	header.left = length - 4u;
	do
		words[count] = mst_read_le32(&header);
	while ((words[count++] >> MORE & 1) && count < WORDS_MAX);
	for (unsigned bit = 0; bit < count * 32; bit++) {
		if (!(words[bit / 32] >> bit % 32 & 1) || bit % 32 == MORE || bit % 32 == NEXT_NAMESPACE)
			continue;
		if (!describe_field(line, &header, r->at, bit, words[0]))
			break;
	}
	mst_skip(r, length);
	return true;
}
