/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_frame.c - frames as they arrive: what is read stays inside, what is recognised makes sense.
 *
 * The first byte of the input picks the link layer. The corpus holds real questions and their answers, made with
 * the key of questions.h: bare packets behind a zero byte.
 */
#include <assert.h>
#include <pcap/dlt.h>

#include "questions.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static const int links[] = { DLT_RAW, DLT_EN10MB, DLT_IPV4, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_NULL, DLT_LOOP };

#define ROW(name) { .kind = &mst_probe_##name },
static const struct mst_probe probes[] = { MST_PROBE_KINDS(ROW) MST_PROBE_LINK_KINDS(ROW) };

/* Clusters share a multicast address; the broadcast and the all-zero address belong to no machine. */
static bool is_of_a_machine(const uint8_t mac[6])
{
	static const uint8_t zero[6], broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	return memcmp(mac, zero, sizeof zero) != 0 && memcmp(mac, broadcast, sizeof broadcast) != 0;
}

static void check_answer(const struct mst_view *view, const struct mst_answer *answer)
{
	bool is_error = mst_view_is_error(view);

	assert(answer->reason < MST_REASON_COUNT && answer->is_error == is_error);
	if (answer->by_key) {
		assert(!answer->has_mac || (view->kind == MST_VIEW_NEIGHBOUR && is_of_a_machine(answer->mac)));
		return;
	}
	assert(answer->ticket.slot >> setup.slot_bits == 0);
	assert(answer->ticket.attempt >= 1 && answer->ticket.attempt <= MST_ATTEMPTS_MAX);
	assert(mst_addr_equal(&answer->from, &view->source));
	assert(is_error || mst_addr_equal(&answer->target, &view->source));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_answer answer;
	struct mst_view view;

	if (count == 0 || mst_frame_read(&view, links[bytes[0] % (sizeof links / sizeof *links)], bytes + 1,
	                                 count - 1) != MST_FATE_WHOLE)
		return 0;
	assert(view.kind != MST_VIEW_TCP || view.proto == MST_PROTO_TCP);
	assert(view.kind != MST_VIEW_ERROR || view.proto == MST_PROTO_ICMP || view.proto == MST_PROTO_ICMP6);
	assert(view.kind != MST_VIEW_NEIGHBOUR || view.proto == 0 || view.proto == MST_PROTO_ICMP6);
	if (view.icmp.payload)
		assert(view.icmp.payload >= bytes && view.icmp.payload + view.icmp.payload_bytes <= bytes + count);
	if (view.udp.payload)
		assert(view.udp.payload >= bytes && view.udp.payload + view.udp.payload_bytes <= bytes + count);
	if (mst_probe_recognise(probes, sizeof probes / sizeof *probes, &setup, &view, &answer))
		check_answer(&view, &answer);
	return 0;
}
