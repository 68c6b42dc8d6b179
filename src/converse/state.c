/* SPDX-License-Identifier: BSD-2-Clause */
/* state.c - see state.h. */
#include "converse/state.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/clock.h"

#define LISTEN_NS (300 * MST_NS_PER_MS)
#define DATAGRAM_NS (1500 * MST_NS_PER_MS)
#define DOUBTED_NS MST_NS_PER_SECOND /* of silence, where it is likely: at a guess, or where every port accepts */

void mst_state_enter(struct mst_interview *interview, enum mst_stage stage, uint64_t at_most_ns, uint64_t now_ns)
{
	interview->stage = stage;
	interview->until_ns = now_ns + at_most_ns < interview->end_ns ? now_ns + at_most_ns : interview->end_ns;
}

bool mst_state_is_udp(const struct mst_interview *interview)
{
	return interview->port.proto == IPPROTO_UDP;
}

bool mst_state_is_brief(const struct mst_interview *interview)
{
	return interview->means->config->services.banner_only;
}

bool mst_state_has_data(const struct mst_interview *interview)
{
	return interview->speaks && strcmp(interview->speaks, "data") == 0;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t mst_state_listening_ns(const struct mst_interview *interview)
{
	return smaller(larger(2 * interview->rtt_ns, LISTEN_NS), interview->means->timeout_ns);
}

uint64_t mst_state_silence_ns(const struct mst_interview *interview)
{
	const struct mst_interview_means *means = interview->means;

	if (mst_state_is_udp(interview))
		return smaller(DATAGRAM_NS, means->timeout_ns);
	if (interview->guesses || means->hosts.hosts[interview->host].unused == MST_UNUSED_ACCEPTS)
		return smaller(larger(4 * interview->rtt_ns, DOUBTED_NS), means->timeout_ns);
	return means->timeout_ns;
}

uint64_t mst_state_handshake_ns(const struct mst_interview *interview)
{
	return smaller(2 * mst_state_silence_ns(interview), interview->means->timeout_ns);
}

void mst_state_note_end(struct mst_interview *interview)
{
	if (interview->speaks || mst_state_is_udp(interview))
		return;
	if (interview->line.error == ECONNRESET || interview->line.error == EPIPE)
		interview->speaks = "reset";
	else if (interview->line.ended)
		interview->speaks = "closed";
	else
		interview->speaks = mst_connection_is_shut(&interview->line) ? "zero-window" : "silent";
}

void mst_state_keep_banner(struct mst_interview *interview, const uint8_t *bytes, size_t size)
{
	if (!interview->banner_by)
		interview->banner_by = interview->connections;
	if (interview->banner_by == interview->connections && !interview->line.dropped)
		mst_draft_set(&interview->draft, MST_SERVICE_BANNER, bytes,
		              size < interview->means->banner_bytes ? size : interview->means->banner_bytes);
}

void mst_state_note_bytes(struct mst_interview *interview)
{
	const struct mst_connection *line = &interview->line;

	if (!line->in_size)
		return;
	interview->speaks = "data";
	if (!line->ssl && !mst_state_is_udp(interview) && mst_tls_is_record(line->in, line->in_size))
		interview->looks_tls = true;
	else
		mst_state_keep_banner(interview, line->in, line->in_size);
}
