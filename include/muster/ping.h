/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ping.h - whether hosts answer, and their round-trip times: repeated ICMP echo requests (RFC 792, RFC 4443),
 * or TCP connections.
 *
 *     open ──► (privileges may be dropped) ──► turn, turn, … ──► stats ──► close
 *
 * One thread. mst_ping_turn passes events to a sink.
 */
#ifndef MUSTER_PING_H
#define MUSTER_PING_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

/* X(constant, word, what it is) */
#define MST_PING_VIAS(X) \
	X(MST_PING_AUTO, "auto", "the first of the others that is available") \
	X(MST_PING_RAW, "raw", "raw ICMP sockets (CAP_NET_RAW)") \
	X(MST_PING_DGRAM, "dgram", "ICMP datagram sockets, where net.ipv4.ping_group_range allows them") \
	X(MST_PING_SYSTEM, "system", "the system's ping program") \
	X(MST_PING_CONNECT, "connect", "TCP connections, for --tcp")

#define MST_PING_VIA(constant, word, meaning) constant,
enum mst_ping_via { MST_PING_VIAS(MST_PING_VIA) MST_PING_VIA_COUNT };
#undef MST_PING_VIA

/* Static; "?" out of range. */
MST_API const char *mst_ping_via_name(enum mst_ping_via via);
MST_API const char *mst_ping_via_meaning(enum mst_ping_via via);

enum mst_ping_happening {
	MST_PING_REPLY,     /* the first reply to a request */
	MST_PING_DUPLICATE, /* a further reply to the same request */
	MST_PING_CORRUPT,   /* a reply with a wrong checksum; it does not count as received */
	MST_PING_ERROR,     /* an ICMP error from the host or a router */
	MST_PING_TIMEOUT,   /* no reply in time; a later one is still MST_PING_REPLY */
	MST_PING_NOT_SENT, /* the request never left this machine: no route, a firewall, buffers that stayed full, …; it
	                    * does not count as lost */
	MST_PING_REDIRECT, /* a router knows a better next hop (RFC 792); no error: the request goes on to the host */
	MST_PING_PENDING,  /* no answer yet, and the next request is about to be sent; with `report_pending` */
	MST_PING_REQUEST,  /* a request was sent; with `report_requests` */
};

/* X(constant, word, meaning): the payload of a reply beside that of its request. Each of them is an answer. */
#define MST_PING_PAYLOADS(X) \
	X(MST_PING_WHOLE, "whole", "what was sent") \
	X(MST_PING_TRUNCATED, "truncated", "shorter than what was sent") \
	X(MST_PING_PADDED, "padded", "what was sent, and more behind it") \
	X(MST_PING_CHANGED, "changed", "other bytes than those that were sent")

#define MST_PING_PAYLOAD(constant, word, meaning) constant,
enum mst_ping_payload { MST_PING_PAYLOADS(MST_PING_PAYLOAD) MST_PING_PAYLOAD_COUNT };
#undef MST_PING_PAYLOAD

/* Static; "?" out of range. */
MST_API const char *mst_ping_payload_name(enum mst_ping_payload payload);

struct mst_ping_event {
	enum mst_ping_happening happening;
	uint32_t host;                 /* its index in the config */
	uint32_t sequence;             /* of the request, from 1 */
	struct mst_addr from;          /* the sender of the reply or error; no family for time-outs */
	int64_t rtt_ns;                /* of replies and duplicates, -1 where it is not known; else -1 */
	uint32_t bytes;                /* of the ICMP message; 0 for TCP */
	uint8_t ttl;                   /* of the answer; 0 when not known */
	uint8_t icmp_type, icmp_code;  /* of an error or redirect */
	uint32_t mtu;                  /* of the next link, when a request is too large for it; 0: not known */
	uint32_t pointer;              /* of a parameter problem: the byte of the request that it is about */
	struct mst_addr gateway;       /* of a redirect: the better next hop; no family: none */
	bool refused;                  /* TCP: the port is closed; the host is there */
	int error;                     /* NOT_SENT: an errno */
	enum mst_ping_payload payload; /* of replies and duplicates */
	bool other_address;            /* a reply from another address than the one that was asked */
};

/*
 * What an error or redirect says, in the words of iputils' ping: "Frag needed and DF set (mtu = 1280)". `family` is
 * that of the host. Written into `text`, at most size bytes with the closing NUL; returns it.
 */
MST_API const char *mst_ping_error_words(const struct mst_ping_event *event, enum mst_family family, char *text,
                                         size_t size);

typedef void mst_ping_sink(void *user, const struct mst_ping_event *event);

#define MST_PING_HOSTS_MAX 65536

/* X(constant, word, meaning): what becomes of requests that are larger than a link on their path (IP_MTU_DISCOVER). */
#define MST_PING_FRAGMENT_RULES(X) \
	X(MST_PING_FRAGMENT_SYSTEM, "system", "as the system does without a rule") \
	X(MST_PING_FRAGMENT_DO, "do", "never fragmented: not sent, or answered by an error of a router") \
	X(MST_PING_FRAGMENT_WANT, "want", "fragmented by this machine, never by routers") \
	X(MST_PING_FRAGMENT_DONT, "dont", "fragmented by any router (IPv4)") \
	X(MST_PING_FRAGMENT_PROBE, "probe", "never fragmented, and sent whatever path MTU is known")

#define MST_PING_FRAGMENT(constant, word, meaning) constant,
enum mst_ping_fragments { MST_PING_FRAGMENT_RULES(MST_PING_FRAGMENT) MST_PING_FRAGMENT_COUNT };
#undef MST_PING_FRAGMENT

/* Static; "?" out of range. */
MST_API const char *mst_ping_fragments_name(enum mst_ping_fragments rule);

/* Whether this machine's routes take an address for a broadcast one (false where it is a host, or not routed). */
MST_API bool mst_ping_is_broadcast(const struct mst_addr *addr);

#define MST_PING_SIZE_MAX 65507 /* bytes of payload in the largest IPv4 packet */

struct mst_ping_config {
	const struct mst_addr *hosts; /* borrowed until close */
	size_t host_count;            /* 1..MST_PING_HOSTS_MAX */
	enum mst_ping_via via;
	uint16_t tcp_port;    /* 0: ICMP */
	uint32_t count;       /* requests to each host; 0: until stopped */
	uint64_t interval_ns; /* between two requests to the same host, at least 1 ms */
	uint64_t timeout_ns;
	uint32_t size;          /* payload bytes; from 16 on, replies are checked against what was sent */
	uint32_t ttl;           /* time to live, 1..255; 0: the system's */
	const char *interface;  /* send through this one only; NULL: as the routing table says. Borrowed until open */
	struct mst_addr source; /* send from this address of this machine; no family: as the routing table says */
	bool until_answered;    /* send no more requests to a host that has answered */
	uint32_t replies;       /* send no more requests to a host with so many replies and errors; 0: no such limit */
	bool until_error; /* send no more requests to a host of which an ICMP error came; the ping ends with all */
	bool broadcast;   /* hosts may be broadcast addresses, and any host may answer for another */
	uint8_t tos;      /* type of service (IPv4), traffic class (IPv6); 0: the system's */
	enum mst_ping_fragments fragments;
	bool adaptive;        /* send the next request once all hosts have answered, at the latest after the interval */
	uint64_t least_ns;    /* with `adaptive`: at least this long after the request before */
	bool wait_longer;     /* after the last request, wait for twice the longest round trip of a host, where that is
	                       * longer than the time-out */
	bool report_pending;  /* MST_PING_PENDING events */
	bool report_requests; /* MST_PING_REQUEST events */
	mst_ping_sink *sink;
	void *user;
};

/* 4 requests, one a second, a time-out of 2 s, 56 bytes. */
MST_API struct mst_ping_config mst_ping_defaults(void);

struct mst_ping;

/* -EINVAL, -EPERM (the sentence says what helps), or another negative errno; always with a sentence. */
MST_API int mst_ping_open(struct mst_ping **ping, const struct mst_ping_config *config, struct mst_error *err);

/* The method in use; never MST_PING_AUTO after open. */
MST_API enum mst_ping_via mst_ping_via_used(const struct mst_ping *ping);

/* The last words of the system's ping program about itself, such as why it could not send; printable. NULL: none.
 * Borrowed until the next call. */
MST_API const char *mst_ping_remark(const struct mst_ping *ping);

/* Sends requests and receives replies, for at most this long. 1: call it again;
 * 0: every request has its reply or time-out; or a negative errno. */
MST_API int mst_ping_turn(struct mst_ping *ping, uint64_t at_most_ns, struct mst_error *err);

/*
 * Ends the run: receives the replies that have arrived, without waiting. Requests still without a reply then count as
 * sent and lost; requests that had still to be sent are reported as MST_PING_NOT_SENT.
 */
MST_API void mst_ping_stop(struct mst_ping *ping);

/* The statistics of one host, so far. Before mst_ping_stop, `sent` leaves out requests that still wait for a reply. */
#define MST_PING_LAST 60
#define MST_PING_LOST (-1)
#define MST_PING_UNSENT (-2)
#define MST_PING_UNTIMED (-3) /* a reply, whose time is not known */
struct mst_ping_stats {
	uint64_t sent, received, duplicates, corrupt, errors;
	uint64_t waiting;
	uint64_t not_sent; /* requests that never left this machine: neither sent nor lost */
	int error;         /* the reason for the last of those, an errno; 0: all requests left */
	double min_ns, avg_ns, max_ns,
		mdev_ns;               /* of replies; mdev as in ping(8): sqrt(mean of squares - square of mean) */
	double median_ns, p95_ns;      /* to within 3 %; 0 without replies */
	double last_ns[MST_PING_LAST]; /* the oldest first; MST_PING_LOST, MST_PING_UNSENT, MST_PING_UNTIMED */
	unsigned last_count;
	uint64_t altered;       /* of `received`: replies whose payload is not MST_PING_WHOLE */
	uint64_t other_address; /* of `received`: replies from another address than the one that was asked */
	uint64_t timed;         /* of `received`: replies whose time is known; the times above are of those */
	double ewma_ns;         /* their moving average: each counts for one eighth of the difference */
	uint64_t span_ns;       /* from the first request to the last */
};
MST_API void mst_ping_get_stats(const struct mst_ping *ping, uint32_t host, struct mst_ping_stats *stats);

/*
 * The address that requests to `addr` leave from: that of the config, or else what the kernel's routes say now. No
 * family: there is no route.
 */
MST_API struct mst_addr mst_ping_source(const struct mst_ping_config *config, const struct mst_addr *addr);

/* Accepts NULL. */
MST_API void mst_ping_close(struct mst_ping *ping);

#endif
