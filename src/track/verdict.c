/* verdict.c - see verdict.h. */
#include "track/verdict.h"

enum mst_standing mst_verdict_standing(enum mst_reason reason, bool about_port, bool from_target)
{
	switch (reason) {
	case MST_ECHO_REPLY:
	case MST_TIMESTAMP_REPLY:
	case MST_ARP_RESPONSE:
	case MST_ND_RESPONSE:
	case MST_SYN_ACK:
	case MST_LOCAL:
		return MST_STANDING_BEST;
	case MST_RESET:
		return about_port ? MST_STANDING_CLOSED : MST_STANDING_BEST;
	case MST_PORT_UNREACH:
	case MST_PROTO_UNREACH:
		return !about_port && from_target ? MST_STANDING_BEST : MST_STANDING_ERROR;
	case MST_NO_RESPONSE:
	case MST_HOST_DOWN:
		return MST_STANDING_SILENT;
	case MST_NOT_SENT:
	case MST_LOCAL_LOSS:
		return MST_STANDING_UNKNOWN;
	default:
		return MST_STANDING_ERROR;
	}
}

static const uint8_t host_states[] = {
	[MST_STANDING_FREE] = MST_UNKNOWN,      [MST_STANDING_ASKED] = MST_UNKNOWN, [MST_STANDING_UNKNOWN] = MST_UNKNOWN,
	[MST_STANDING_SILENT] = MST_DOWN,       [MST_STANDING_ERROR] = MST_UNREACHABLE,
	[MST_STANDING_CLOSED] = MST_UP,         [MST_STANDING_BEST] = MST_UP,
};

static const uint8_t port_states[] = {
	[MST_STANDING_FREE] = MST_UNKNOWN,      [MST_STANDING_ASKED] = MST_UNKNOWN, [MST_STANDING_UNKNOWN] = MST_UNKNOWN,
	[MST_STANDING_SILENT] = MST_FILTERED,   [MST_STANDING_ERROR] = MST_FILTERED,
	[MST_STANDING_CLOSED] = MST_CLOSED,     [MST_STANDING_BEST] = MST_OPEN,
};

enum mst_state mst_verdict_state(enum mst_standing standing, bool about_port)
{
	return (enum mst_state)(about_port ? port_states : host_states)[standing];
}
