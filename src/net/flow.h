/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow.h - what policy rules may tell apart besides addresses: the protocol and the ports of a probe (ip-rule(8):
 * ipproto, sport, dport).
 */
#ifndef MST_NET_FLOW_H
#define MST_NET_FLOW_H

#include <muster/addr.h>
#include <stdint.h>

#define MST_FLOWS_MAX 16 /* of one plan */

struct mst_flow {
	uint8_t protocol;      /* over IPv4; 0: not said, rules that ask for one do not apply */
	uint8_t protocol_ipv6; /* over IPv6, likewise */
	uint16_t source_port;  /* 0: none, or not said */
	uint16_t port;         /* of the target, likewise */
};

static inline uint8_t mst_flow_protocol(const struct mst_flow *flow, uint8_t family)
{
	return family == MST_IPV6 ? flow->protocol_ipv6 : flow->protocol;
}

#endif
