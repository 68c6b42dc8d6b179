/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * result.h - the verdict about a target: state, reason, and the facts of the answer.
 *
 * States and reasons are named as in nmap, ICMP codes as in the RFCs.
 */
#ifndef MUSTER_RESULT_H
#define MUSTER_RESULT_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/service.h>

/* X(constant, word, what it means) */
#define MST_STATES(X) \
	X(MST_UNKNOWN, "unknown", "this machine could not find out (the reason says why)") \
	X(MST_DOWN, "down", "a host that never answered, or that the last router did not find") \
	X(MST_UNREACHABLE, "unreachable", "a host that no route leads to, or that a router refuses to reach") \
	X(MST_UP, "up", "a host that answered") \
	X(MST_FILTERED, "filtered", "a port that sent no answer, or for which an ICMP error came back") \
	X(MST_OPEN_FILTERED, "open|filtered", "a UDP port that sent no answer: many open ones send none") \
	X(MST_CLOSED, "closed", "a port that refused, by a TCP reset or ICMP port unreachable") \
	X(MST_OPEN, "open", "a port that accepts connections, or answers")

/* X(constant, word, what it means) */
#define MST_REASONS(X) \
	X(MST_NO_RESPONSE, "no-response", "every attempt timed out") \
	X(MST_ECHO_REPLY, "echo-reply", "ICMP echo reply") \
	X(MST_SYN_ACK, "syn-ack", "TCP SYN-ACK") \
	X(MST_RESET, "reset", "TCP RST") \
	X(MST_NET_UNREACH, "net-unreach", \
	  "ICMP network unreachable (codes 0, 6, 11); ICMPv6 no route to destination (0)") \
	X(MST_HOST_UNREACH, "host-unreach", \
	  "the last router found no such host: ICMP host unreachable (codes 1, 7, 8, 12); ICMPv6 address unreachable " \
	  "(3)") \
	X(MST_PROTO_UNREACH, "proto-unreach", "ICMP protocol unreachable (code 2); ICMPv6 unrecognized next header") \
	X(MST_PORT_UNREACH, "port-unreach", "ICMP port unreachable (code 3; ICMPv6 4)") \
	X(MST_DEST_UNREACH, "dest-unreach", "ICMP destination unreachable, another code") \
	X(MST_NET_PROHIBITED, "net-prohibited", "ICMP network administratively prohibited (code 9)") \
	X(MST_HOST_PROHIBITED, "host-prohibited", "ICMP host administratively prohibited (code 10)") \
	X(MST_ADMIN_PROHIBITED, "admin-prohibited", \
	  "ICMP communication administratively prohibited (codes 13, 14, 15; ICMPv6 1)") \
	X(MST_TIME_EXCEEDED, "time-exceeded", "ICMP time to live exceeded in transit") \
	X(MST_BEYOND_SCOPE, "beyond-scope", "ICMPv6 beyond scope of source address (code 2)") \
	X(MST_FAILED_POLICY, "failed-policy", "ICMPv6 source address failed ingress/egress policy (code 5)") \
	X(MST_REJECT_ROUTE, "reject-route", "ICMPv6 reject route to destination (code 6)") \
	X(MST_PARAM_PROBLEM, "param-problem", "ICMP or ICMPv6 parameter problem") \
	X(MST_TIMESTAMP_REPLY, "timestamp-reply", "ICMP timestamp reply") \
	X(MST_ARP_RESPONSE, "arp-response", "ARP reply") \
	X(MST_ND_RESPONSE, "nd-response", "ICMPv6 neighbour advertisement") \
	X(MST_UDP_RESPONSE, "udp-response", "UDP datagram") \
	X(MST_LOCAL, "local", "an address of this machine itself") \
	X(MST_NO_ROUTE, "no-route", "this machine's routing table refuses the address") \
	X(MST_HOST_DOWN, "host-down", "the host did not answer, so its ports were not probed") \
	X(MST_NOT_SENT, "not-sent", \
	  "the probe never left this machine: the kernel refused it, or the run ended before it was sent") \
	X(MST_GATEWAY_SILENT, "gateway-silent", \
	  "the gateway did not answer requests for its link-layer address, before the run or during it") \
	X(MST_LOCAL_LOSS, "local-loss", "answers may have been lost in this machine") \
	X(MST_ECHO_REPLY_ALTERED, "echo-reply-altered", \
	  "ICMP echo reply with the ticket of its probe, whose payload is not what was sent: cut, padded, changed") \
	X(MST_TIMESTAMP_REPLY_ALTERED, "timestamp-reply-altered", \
	  "ICMP timestamp reply with the ticket of its probe, whose originate timestamp is not what was sent") \
	X(MST_OTHER_ADDRESS, "other-address", \
	  "ICMP echo reply from another address than the one probed, with the whole payload of its probe (field from " \
	  "has the address)") \
	X(MST_ROUTE_CHANGED, "route-changed", \
	  "the route to the target, or its source address, changed during the run: it was not probed as planned") \
	X(MST_UNFINISHED, "unfinished", "no answer so far, and the run ended before every attempt was made") \
	X(MST_EXCLUDED, "excluded", "the address was excluded when the run was resumed")

/* X(constant, word, what it means): why a verdict may not be what it seems. */
#define MST_SUSPICIONS(X) \
	X(MST_NOT_SUSPECT, "", "") \
	X(MST_SUSPECT_CONFLICT, "address-conflict", "two hosts on the link claim the address") \
	X(MST_SUSPECT_PROXY, "proxy-arp", "one host on the link answers for unused addresses too") \
	X(MST_SUSPECT_UNUSED, "answers-for-unused", "an address that should be unused answers on the same path") \
	X(MST_SUSPECT_EVERY_PORT, "every-port-open", "ports of the host that should be unused are open too") \
	X(MST_SUSPECT_ANYCAST, "router-anycast", \
	  "the routers of the link share this address (RFC 4291): it is no separate host") \
	X(MST_SUSPECT_SEVERAL, "several-answered", \
	  "several other addresses answered one probe, as to a broadcast address") \
	X(MST_SUSPECT_GUESSABLE, "guessable", \
	  "the answer proves itself by so few bits that one of the many strays may have guessed them") \
	X(MST_SUSPECT_UNPROVEN, "unproven", \
	  "the answer lacks what its probe had: an ICMP error quotes another IP identification (a NAT may rewrite " \
	  "it), a " \
	  "UDP service does not repeat the identifier of its protocol")

#define MST_ENUM_CONSTANT(constant, word, meaning) constant,
enum mst_suspicion { MST_SUSPICIONS(MST_ENUM_CONSTANT) MST_SUSPICION_COUNT };
enum mst_state { MST_STATES(MST_ENUM_CONSTANT) MST_STATE_COUNT };
enum mst_reason { MST_REASONS(MST_ENUM_CONSTANT) MST_REASON_COUNT };
#undef MST_ENUM_CONSTANT

/* The word in reports, such as "up" or "echo-reply"; "?" out of range. Static. */
MST_API const char *mst_state_name(enum mst_state state);
MST_API const char *mst_reason_name(enum mst_reason reason);

/* Empty for none. */
MST_API const char *mst_suspicion_name(enum mst_suspicion suspicion);
MST_API const char *mst_suspicion_meaning(enum mst_suspicion suspicion);

/* What it means, for help texts. Static. */
MST_API const char *mst_state_meaning(enum mst_state state);
MST_API const char *mst_reason_meaning(enum mst_reason reason);

#define MST_VANTAGES_MAX 4 /* workers that probe one target */

/* The state with this name, or -EINVAL. */
MST_API int mst_state_parse(enum mst_state *state, const char *word);

#define MST_NO_POSITION UINT64_MAX

/*
 * One verdict. `amended` marks an answer that improved an earlier verdict about the same target: the counts move from
 * `was` to `state`, and the earlier result no longer holds.
 */
struct mst_result {
	uint64_t position;    /* of the question in the order of its scan, from a scan with a journal, with
	                       * services or of some positions (order.until), or a replay; from other scans, and where
	                       * it is not known, MST_NO_POSITION */
	struct mst_addr addr; /* the target */
	struct mst_addr from; /* the sender of the answer: the target itself, a router, or (MST_OTHER_ADDRESS) another
	                       * address of the host; no family without an answer */
	int64_t rtt_ns;       /* kernel receive time - send time; -1 without an answer, or when the time is not known */
	uint64_t time_ns; /* of the answer, or of the last time-out, which a journal knows within a second; since 1970,
	                     UTC */
	uint16_t port;    /* the port probed; 0 in a verdict about a host */
	uint8_t proto;    /* IP protocol of the probe that was answered: 1 icmp, 6 tcp, 17 udp, 58 icmp6; for ports that
	                   * probed; 0 for a host without an answer */
	uint8_t state;    /* enum mst_state */
	uint8_t was;      /* enum mst_state: the state before, when amended */
	uint8_t reason;   /* enum mst_reason */
	uint8_t ttl;      /* of the answer as it arrived; 0 without one */
	uint8_t attempts; /* the number of probes sent, retries included */
	uint8_t attempt;  /* the one that was answered, from 1; 0 when none was */
	uint8_t icmp_type; /* of an ICMP error, else 0 */
	uint8_t icmp_code;
	uint8_t suspect; /* enum mst_suspicion */
	uint8_t error;   /* errno of the kernel's last refusal, with reason MST_NOT_SENT; else 0 */
	uint8_t mac[6];  /* of a target on-link; valid if has_mac */
	bool has_mac;
	bool about_port; /* the verdict is about a port, not about a host */
	bool amended;
	uint16_t vantages; /* of a target that several workers of a fleet probed: mst_result_saw; else 0 */
	const struct mst_service *service; /* what is known of the service at an open port; NULL: nothing. Valid as long
	                                    * as whoever hands over the result says: whoever keeps it, keeps a copy */
};

/* What the worker of a vantage (from 0) saw of a target that several workers probed; false: nothing, or there is no
 * such vantage. */
MST_API bool mst_result_saw(const struct mst_result *result, unsigned vantage, enum mst_state *state);

/* The vantage whose verdict this is; 0 where there is only one. */
MST_API unsigned mst_result_vantage(const struct mst_result *result);

#endif
