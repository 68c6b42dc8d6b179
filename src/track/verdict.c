/* SPDX-License-Identifier: BSD-2-Clause */
/* verdict.c - see verdict.h. */
#include "track/verdict.h"

/*
 * The last router looked for this host by ARP or neighbour discovery, and found none: the host is down. Routers take
 * three seconds to report that, and limit such reports (RFC 1812, section 4.3.2.8): for which hosts one arrives is
 * chance. So the verdict is the same as for silence, with another reason.
 */
static bool says_absent(enum mst_reason reason, enum mst_about about)
{
	return reason == MST_HOST_UNREACH && about == MST_ABOUT_HOST;
}

/* An ICMP error sent by the host itself: whatever the error is, the host is up. */
static bool is_own_error(enum mst_reason reason, enum mst_about about, bool from_target)
{
	return about == MST_ABOUT_HOST && from_target && reason >= MST_NET_UNREACH && reason <= MST_PARAM_PROBLEM;
}

enum mst_standing mst_verdict_standing(enum mst_reason reason, enum mst_about about, bool from_target)
{
	if (is_own_error(reason, about, from_target))
		return MST_STANDING_BEST;
	if (says_absent(reason, about))
		return MST_STANDING_SILENT;
	switch (reason) {
	case MST_ECHO_REPLY:
	case MST_ECHO_REPLY_ALTERED:
	case MST_TIMESTAMP_REPLY_ALTERED:
	case MST_OTHER_ADDRESS:
	case MST_TIMESTAMP_REPLY:
	case MST_ARP_RESPONSE:
	case MST_ND_RESPONSE:
	case MST_SYN_ACK:
	case MST_UDP_RESPONSE:
	case MST_LOCAL: return MST_STANDING_BEST;
	case MST_RESET: return about == MST_ABOUT_HOST ? MST_STANDING_BEST : MST_STANDING_CLOSED;
	case MST_PORT_UNREACH:
		if (about == MST_ABOUT_UDP && from_target)
			return MST_STANDING_CLOSED;
		return MST_STANDING_ERROR;
	case MST_NO_RESPONSE:
	case MST_HOST_DOWN: return MST_STANDING_SILENT;
	case MST_NOT_SENT:
	case MST_LOCAL_LOSS:
	case MST_EXCLUDED:
	case MST_GATEWAY_SILENT: return MST_STANDING_UNKNOWN;
	default: return MST_STANDING_ERROR;
	}
}

static const uint8_t states[][MST_STANDING_BEST + 1] = {
	[MST_ABOUT_HOST] = { MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_DOWN, MST_UNREACHABLE, MST_UP, MST_UP },
	[MST_ABOUT_TCP] = { MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_FILTERED, MST_FILTERED, MST_CLOSED, MST_OPEN },
	[MST_ABOUT_UDP] = { MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_OPEN_FILTERED, MST_FILTERED, MST_CLOSED,
	                    MST_OPEN },
};
_Static_assert(MST_STANDING_UNKNOWN == 2 && MST_STANDING_SILENT == 3 && MST_STANDING_ERROR == 4 &&
                       MST_STANDING_CLOSED == 5,
               "the columns of `states`");

enum mst_state mst_verdict_state(enum mst_standing standing, enum mst_about about)
{
	return (enum mst_state)states[about][standing];
}
