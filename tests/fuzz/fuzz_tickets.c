/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_tickets.c - a sender without the key against the judge: no frame answers the question in flight.
 *
 * One question is in flight to every address, in slot 77 at its first attempt. The key is a hash of the whole input,
 * with a secret of this process: so the fuzzer, which sees what its frames are compared with, learns nothing of it for
 * the next frame. A frame that brings back the ticket of slot 77, or 30 bits of UDP, would be a forgery: by chance that
 * happens once in 2^30 frames. What UDP without an identifier proves is less, and is marked (round/guesses.h).
 */
#include <assert.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <sys/random.h>

#include "probe/probe.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#define SLOT 77
#define FORGED_BITS 30

static const int links[] = { DLT_RAW, DLT_EN10MB, DLT_IPV4, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_NULL, DLT_LOOP };

#define ROW(name) { .kind = &mst_probe_##name },
static const struct mst_probe probes[] = { MST_PROBE_KINDS(ROW) };

static const struct mst_payloads *payloads(void)
{
	static struct mst_payloads *list;

	if (!list && mst_payloads_new(&list, NULL) < 0)
		abort();
	return list;
}

static struct mst_key key_of(const uint8_t *bytes, size_t count)
{
	static struct mst_key secret;
	struct mst_key key;
	uint64_t word = count;

	if (!secret.words[0] && getrandom(&secret, sizeof secret, 0) != sizeof secret)
		abort();
	key = secret;
	for (size_t i = 0; i <= count; i++) {
		word = word << 8 | (i < count ? bytes[i] : 0);
		if (i % 8 == 7 || i == count)
			key = (struct mst_key){ { mst_siphash(&key, &word, 1), key.words[0] } };
	}
	return key;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_probe_setup setup = {
		.key = key_of(bytes, count),
		.slot_bits = 20,
		.source_port_first = 16384,
		.source_ports = 16384,
		.payloads = payloads(),
	};
	struct mst_answer answer;
	struct mst_view view;

	if (count == 0 || mst_frame_read(&view, links[bytes[0] % (sizeof links / sizeof *links)], bytes + 1,
	                                 count - 1) != MST_FATE_WHOLE)
		return 0;
	if (!mst_probe_recognise(probes, sizeof probes / sizeof *probes, &setup, &view, &answer))
		return 0;
	if (answer.by_key)
		assert(answer.bits < FORGED_BITS);
	else
		assert(answer.ticket.slot != SLOT || answer.ticket.attempt != 1);
	return 0;
}
