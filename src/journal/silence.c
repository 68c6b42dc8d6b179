/* SPDX-License-Identifier: BSD-2-Clause */
/* silence.c - see silence.h. */
#include "journal/silence.h"

#include <netinet/in.h>

bool mst_silence_host_is_down(const struct mst_silence *silence, const struct mst_addr *addr)
{
	mst_uint128 index;

	return silence->hosts && mst_targets_index(silence->hosts, addr, &index) &&
	       !mst_position_set_has(silence->up, (uint64_t)index);
}

enum mst_state mst_silence_state(const struct mst_silence *silence)
{
	if (!silence->about_ports)
		return MST_DOWN;
	return silence->proto == IPPROTO_UDP ? MST_OPEN_FILTERED : MST_FILTERED;
}

void mst_silence_fill(const struct mst_silence *silence, struct mst_result *result, uint64_t position,
                      const struct mst_question_at *question, uint64_t time_ns, bool host_is_down)
{
	bool unasked = silence->about_ports && host_is_down;

	*result = (struct mst_result){
		.position = position,
		.addr = question->addr,
		.rtt_ns = -1,
		.time_ns = time_ns,
		.port = question->port,
		.proto = silence->proto,
		.state = (uint8_t)(unasked ? MST_FILTERED : mst_silence_state(silence)),
		.reason = unasked ? MST_HOST_DOWN : MST_NO_RESPONSE,
		.attempts = unasked ? 0 : silence->attempts,
		.about_port = silence->about_ports,
	};
}

bool mst_silence_is(const struct mst_silence *silence, const struct mst_result *result)
{
	bool host_down = result->reason == MST_HOST_DOWN;
	uint8_t state = !silence->about_ports                         ? MST_DOWN
	                : silence->proto == IPPROTO_UDP && !host_down ? MST_OPEN_FILTERED
	                                                              : MST_FILTERED;

	if (result->reason != MST_NO_RESPONSE && !(host_down && silence->about_ports))
		return false;
	/* What an answer brings is there together with a sender; but who knows what a verdict will bring one day. */
	if (result->state != state || result->attempts != (host_down ? 0 : silence->attempts) || result->amended ||
	    result->rtt_ns != -1 || result->proto != silence->proto || result->from.family != MST_NO_FAMILY ||
	    (result->ttl | result->attempt | result->icmp_type | result->icmp_code | result->suspect | result->error) ||
	    result->has_mac)
		return false;
	return mst_silence_host_is_down(silence, &result->addr) == host_down;
}
