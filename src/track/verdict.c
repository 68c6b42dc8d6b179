/* verdict.c - see verdict.h. */
#include "track/verdict.h"

enum mst_standing mst_verdict_standing(enum mst_reason reason, enum mst_about about, bool from_target)
{
	switch (reason) {
	case MST_ECHO_REPLY:
	case MST_TIMESTAMP_REPLY:
	case MST_ARP_RESPONSE:
	case MST_ND_RESPONSE:
	case MST_SYN_ACK:
	case MST_UDP_RESPONSE:
	case MST_LOCAL:
		return MST_STANDING_BEST;
	case MST_RESET:
		return about == MST_ABOUT_HOST ? MST_STANDING_BEST : MST_STANDING_CLOSED;
	case MST_PORT_UNREACH:
		if (about == MST_ABOUT_UDP && from_target)
			return MST_STANDING_CLOSED;
		/* fall through */
	case MST_PROTO_UNREACH:
		return about == MST_ABOUT_HOST && from_target ? MST_STANDING_BEST : MST_STANDING_ERROR;
	case MST_NO_RESPONSE:
	case MST_HOST_DOWN:
		return MST_STANDING_SILENT;
	case MST_NOT_SENT:
	case MST_LOCAL_LOSS:
	case MST_GATEWAY_SILENT:
		return MST_STANDING_UNKNOWN;
	default:
		return MST_STANDING_ERROR;
	}
}

static const uint8_t states[][MST_STANDING_BEST + 1] = {
	[MST_ABOUT_HOST] = { MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_DOWN, MST_UNREACHABLE, MST_UP, MST_UP },
	[MST_ABOUT_TCP] = { MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_FILTERED, MST_FILTERED, MST_CLOSED, MST_OPEN },
	[MST_ABOUT_UDP] = { MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_OPEN_FILTERED, MST_FILTERED, MST_CLOSED, MST_OPEN },
};
_Static_assert(MST_STANDING_UNKNOWN == 2 && MST_STANDING_SILENT == 3 && MST_STANDING_ERROR == 4 &&
               MST_STANDING_CLOSED == 5, "the columns of `states`");

enum mst_state mst_verdict_state(enum mst_standing standing, enum mst_about about)
{
	return (enum mst_state)states[about][standing];
}
