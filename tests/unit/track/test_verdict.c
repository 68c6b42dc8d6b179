/* SPDX-License-Identifier: BSD-2-Clause */
/* test_verdict.c - which state each reason gives to hosts and ports. */
#include "track/verdict.h"

#include <criterion/criterion.h>

/* One row a reason: host asked and answered by itself, by a router; port likewise. */
Test(track_verdict, every_reason_has_its_state)
{
	static const struct {
		enum mst_reason reason;
		enum mst_state host, host_by_router, port, port_by_router;
	} rows[] = {
		{ MST_NO_RESPONSE, MST_DOWN, MST_DOWN, MST_FILTERED, MST_FILTERED },
		{ MST_ECHO_REPLY, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_SYN_ACK, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_RESET, MST_UP, MST_UP, MST_CLOSED, MST_CLOSED },
		{ MST_NET_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_HOST_UNREACH, MST_UP, MST_DOWN, MST_FILTERED, MST_FILTERED },
		{ MST_PROTO_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_PORT_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_DEST_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_NET_PROHIBITED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_HOST_PROHIBITED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_ADMIN_PROHIBITED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_TIME_EXCEEDED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_BEYOND_SCOPE, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_FAILED_POLICY, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_REJECT_ROUTE, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_PARAM_PROBLEM, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_ECHO_REPLY_ALTERED, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_TIMESTAMP_REPLY_ALTERED, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_OTHER_ADDRESS, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_HOST_DOWN, MST_DOWN, MST_DOWN, MST_FILTERED, MST_FILTERED },
		{ MST_NOT_SENT, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN },
		{ MST_LOCAL_LOSS, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum mst_reason reason = rows[i].reason;
		const char *name = mst_reason_name(reason);

		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, false, true), false), rows[i].host, "%s",
		             name);
		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, false, false), false),
		             rows[i].host_by_router, "%s", name);
		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, true, true), true), rows[i].port, "%s",
		             name);
		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, true, false), true), rows[i].port_by_router,
		             "%s", name);
	}
}
