/* SPDX-License-Identifier: BSD-2-Clause */
/* test_vxlan.c - network service headers, one in another. */
#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/describe.h"

#define FRAME_BYTES (14 + 8 * 32000) /* about the longest that a capture file holds */

/* It went one call deeper for each header, to the end of the stack. */
Test(dissect_payload_vxlan, a_chain_of_network_service_headers_ends_after_a_few_tunnels)
{
	static const uint8_t ethernet[14] = { [12] = 0x89, [13] = 0x4f }, nsh[8] = { 0, 2, 1, 4, 0, 0, 1, 0 };
	uint8_t *frame = malloc(FRAME_BYTES);
	struct mst_describe how = { 0 };
	char text[1024];
	struct mst_line line = mst_line_in(text, sizeof text);
	struct mst_packet packet;

	memcpy(frame, ethernet, sizeof ethernet);
	for (size_t at = sizeof ethernet; at < FRAME_BYTES; at += sizeof nsh)
		memcpy(frame + at, nsh, sizeof nsh);
	mst_packet_read(&packet, DLT_EN10MB, frame, FRAME_BYTES, FRAME_BYTES);
	mst_describe_packet(&line, &packet, &how);
	free(frame);
	cr_expect_eq(memcmp(text, "NSH, flags [none], service-path-id 0x000001, service-index 0x0", 62), 0, "%s", text);
	cr_expect_not_null(strstr(text, "[too many tunnels]"), "%s", text);
}
