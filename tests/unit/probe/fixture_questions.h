/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_questions.h - questions of one machine to another, and whether a packet answers one. */
#ifndef TESTS_PROBE_FIXTURE_QUESTIONS_H
#define TESTS_PROBE_FIXTURE_QUESTIONS_H

#include <criterion/criterion.h>
#include <pcap/dlt.h>

#include "questions.h"

#define US 0x0a000001u
#define HOST 0x0a000002u
#define ROUTER 0x0a0000feu

static inline struct packet ask(const struct mst_probe_kind *kind, struct mst_ticket ticket)
{
	struct mst_addr us = mst_addr_from_ipv4(US), host = mst_addr_from_ipv4(HOST);

	return question(kind, &us, &host, ticket);
}

/* Of all kinds, asked of any port. */
static inline bool recognise(const struct packet *packet, const struct mst_probe_setup *by, struct mst_answer *answer)
{
#define ROW(name) { .kind = &mst_probe_##name },
	static const struct mst_probe probes[] = { MST_PROBE_KINDS(ROW) };
#undef ROW
	struct mst_view view;

	cr_assert_eq(mst_frame_read(&view, DLT_RAW, packet->bytes, packet->length), MST_FATE_WHOLE);
	return mst_probe_recognise(probes, sizeof probes / sizeof *probes, by, &view, answer);
}

#endif
