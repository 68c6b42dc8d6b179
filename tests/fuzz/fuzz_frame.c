/*
 * fuzz_frame.c - frames as they arrive: what is read stays inside, what is recognised makes sense.
 *
 * The first byte of the input picks the link layer. The corpus holds real questions and their answers, made with
 * the key below: bare packets behind a zero byte.
 */
#include <assert.h>
#include <pcap/dlt.h>

#include "probe/probe.h"
#include "wire/ipv4.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static const int links[] = { DLT_RAW, DLT_EN10MB, DLT_IPV4, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_NULL, DLT_LOOP };

static const struct mst_probe_setup setup = {
	.key = { { 11, 22 } }, .slot_bits = 20, .source_port_first = 40000, .source_ports = 1000, .ttl = 61,
};

static void check_answer(const struct mst_view *view, const struct mst_answer *answer)
{
	assert(answer->ticket.slot >> setup.slot_bits == 0);
	assert(answer->ticket.attempt >= 1 && answer->ticket.attempt <= MST_ATTEMPTS_MAX);
	assert(answer->reason < MST_REASON_COUNT && answer->is_error == view->is_error);
	assert(mst_addr_equal(&answer->from, &view->source));
	assert(view->is_error || mst_addr_equal(&answer->target, &view->source));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_answer answer;
	struct mst_view view;

	if (count == 0 || mst_frame_read(&view, links[bytes[0] % (sizeof links / sizeof *links)], bytes + 1, count - 1) !=
	                      MST_FATE_WHOLE)
		return 0;
	assert(view.proto == MST_PROTO_TCP || view.proto == MST_PROTO_ICMP);
	assert(!view.is_error || view.proto == MST_PROTO_ICMP);
	if (view.icmp.payload)
		assert(view.icmp.payload >= bytes && view.icmp.payload + view.icmp.payload_bytes <= bytes + count);
	if (mst_probe_recognise(&setup, &view, &answer))
		check_answer(&view, &answer);
	return 0;
}
