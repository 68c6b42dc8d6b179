/* SPDX-License-Identifier: BSD-2-Clause */
/* test_wifi.c - lines of IEEE 802.11's frames, and of what radiotap tells of them. */
#include "dissect/link/wifi.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>

#include "../common/fixture_nest.h"
#include "dissect/describe.h"

#define TO_STATION "0000 0a0000000009 020000000001 020000000001 1000"
#define RADIO "0000 1800 8e580000 00 02 6c09 a000 6400 00 39 0000 00000000"

/* clang-format off */
static const struct {
	int linktype;
	const char *frame, *line;
} rows[] = {
	{ DLT_IEEE802_11, "8000" TO_STATION "0000000000000000 6400 1100 0003686f6d 0104 82848b0c 030106",
	  "Beacon (hom) [1.0* 2.0* 5.5* 6.0 Mbit] ESS CH: 6, PRIVACY" },
	{ DLT_IEEE802_11, "5000" TO_STATION "0000000000000000 6400 0100 0003686f6d 0101 82 030106",
	  "Probe Response (hom) [1.0* Mbit] CH: 6" },
	{ DLT_IEEE802_11, "4000" TO_STATION "0000 0101 82", "Probe Request () [1.0* Mbit]" },
	{ DLT_IEEE802_11, "4000" TO_STATION "0004 1b5b3141", "Probe Request (^[[1A)" },
	{ DLT_IEEE802_11, "0000" TO_STATION "1104 0a00 000141 0101 02", "Assoc Request (A) [1.0 Mbit]" },
	{ DLT_IEEE802_11, "1000" TO_STATION "0100 0000 01c0", "Assoc Response AID(1) :: Successful" },
	{ DLT_IEEE802_11, "b000" TO_STATION "0000 0100 0000", "Authentication (Open System)-1: Successful" },
	{ DLT_IEEE802_11, "c000" TO_STATION "0300",
	  "DeAuthentication (02:00:00:00:00:01): Deauthenticated because sending STA is leaving "
	  "(or has left) IBSS or ESS" },
	{ DLT_IEEE802_11, "d400 0000 020000000001", "Acknowledgment RA:02:00:00:00:00:01 " },
	{ DLT_IEEE802_11, "b400 0000 0a0000000009 020000000001", "Request-To-Send TA:02:00:00:00:00:01 " },
	{ DLT_IEEE802_11, "0841" TO_STATION "0b000020 00000000 aaaa", "Data IV:  b Pad 20 KeyID 0" },
	{ DLT_IEEE802_11, "8000 0000 0a0000000009", " [|802.11]" },
	{ DLT_IEEE802_11_RADIO, RADIO "c000" TO_STATION "0100",
	  "1.0 Mb/s 2412 MHz 11b 100 sq antenna 0 57dB signal DeAuthentication "
	  "(02:00:00:00:00:01): Unspecified reason" },
	{ DLT_IEEE802_11_RADIO, "0000 0b00 00000800 27 01 02 d400 0000 020000000001",
	  "40.5 Mb/s MCS 2 40 MHz long GI RX-STBC0 Acknowledgment RA:02:00:00:00:00:01 " },
	{ DLT_IEEE802_11_RADIO, "0000 0800 00000001 d400 0000 020000000001",
	  "[bit 24] Acknowledgment RA:02:00:00:00:00:01 " },
	{ DLT_IEEE802_11_RADIO, "0000 4000 0000", " [|802.11_radio]" },
};
/* clang-format on */

static void describe(const struct nest *nest, size_t count, int linktype, char *text, size_t size)
{
	uint8_t *copy = malloc(count + !count); /* AddressSanitizer sees a byte too far */
	struct mst_line line = mst_line_in(text, size);
	struct mst_packet packet;
	struct mst_describe how = { .link = false };

	memcpy(copy, nest->bytes, count);
	mst_packet_read(&packet, linktype, copy, count, nest->count);
	mst_describe_packet(&line, &packet, &how);
	free(copy);
}

Test(dissect_link_wifi, each_frame_has_its_line)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct nest nest = { .count = 0 };
		char text[512];

		nest_hex(&nest, rows[i].frame);
		describe(&nest, nest.count, rows[i].linktype, text, sizeof text);
		cr_expect_str_eq(text, rows[i].line, "row %zu: %s", i, text);
		for (size_t count = 0; count < nest.count; count++)
			describe(&nest, count, rows[i].linktype, text, sizeof text);
	}
}
