/* SPDX-License-Identifier: BSD-2-Clause */
/* wifi_header.c - describes the addresses of a frame of IEEE 802.11, as `-e` prints them. See wifi.h. */
#include "dissect/link/wifi.h"

enum { TO_DS = 0x01, FROM_DS = 0x02, QOS = 8, POLL = 2, ACKNOWLEDGE = 1 };

/* Which address is which: the first, the second … in the frame. */
static const char *const of_data[4][4] = {
	{ "DA", "SA", "BSSID" },
	{ "BSSID", "SA", "DA" },
	{ "DA", "BSSID", "SA" },
	{ "RA", "TA", "DA", "SA" },
};
static const char *const of_control[16][2] = {
	[8] = { "RA", "TA" }, [9] = { "RA" },  [10] = { "BSSID", "TA" }, [11] = { "RA", "TA" },
	[12] = { "RA" },      [13] = { "RA" }, [14] = { "RA", "BSSID" }, [15] = { "RA", "BSSID" },
};

static void describe_address(struct mst_line *line, const char *name, const uint8_t *address)
{
	mst_line_add(line, "%s:", name);
	mst_line_mac(line, address);
	mst_line_add(line, " ");
}

static void describe_control(struct mst_line *line, struct mst_reader r, uint8_t kind)
{
	enum { REQUEST_TO_ACKNOWLEDGE = 8 };
	const char *const *names = of_control[kind];

	for (unsigned i = 0; i < 2 && names[i]; i++) {
		const uint8_t *address = mst_read_bytes(&r, 6);

		if (!address)
			return;
		if (i == 0 && kind == REQUEST_TO_ACKNOWLEDGE)
			mst_line_add(line, " ");
		describe_address(line, names[i], address);
	}
	if (kind == REQUEST_TO_ACKNOWLEDGE) {
		uint16_t control = mst_read_le16(&r);

		mst_line_add(line, "CTL(%x) SEQ(%u) ", control, mst_read_le16(&r));
	}
}

static void describe_data(struct mst_line *line, const uint8_t *addresses, struct mst_reader r, uint8_t kind,
                          uint8_t flags)
{
	const char *const *names = of_data[flags & (TO_DS | FROM_DS)];
	const uint8_t *fourth;

	if (kind & (QOS | POLL | ACKNOWLEDGE))
		mst_line_add(line, "CF %s%s%s%s ", kind & ACKNOWLEDGE ? "Ack" : "",
		             (kind & ACKNOWLEDGE) && (kind & POLL) ? "/" : "", kind & POLL ? "Poll" : "",
		             kind & QOS ? "+QoS" : "");
	for (unsigned i = 0; i < 3; i++)
		describe_address(line, names[i], addresses + 6 * (size_t)i);
	mst_skip(&r, 2);
	fourth = names[3] ? mst_read_bytes(&r, 6) : NULL;
	if (fourth)
		describe_address(line, names[3], fourth);
}

void mst_describe_wifi_header(struct mst_line *line, struct mst_reader r)
{
	enum { MANAGEMENT, CONTROL, DATA };
	uint8_t first = mst_read_u8(&r), flags = mst_read_u8(&r), kind = first >> 4;
	unsigned type = first >> 2 & 3;
	const uint8_t *addresses;

	mst_skip(&r, 2);
	if (type == CONTROL) {
		describe_control(line, r, kind);
		return;
	}
	addresses = mst_read_bytes(&r, 18);
	if (!addresses)
		return;
	if (type == MANAGEMENT) {
		describe_address(line, "BSSID", addresses + 12);
		describe_address(line, "DA", addresses);
		describe_address(line, "SA", addresses + 6);
	} else if (type == DATA) {
		describe_data(line, addresses, r, kind, flags);
	}
}
