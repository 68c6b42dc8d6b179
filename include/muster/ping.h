/*
 * ping.h - are these hosts there, and how long does an answer take: ICMP echo (RFC 792, RFC 4443) over and over, or
 * TCP connections.
 *
 *     open ──► (rights may go) ──► turn, turn, … ──► stats ──► close
 *
 * One thread; answers come through a sink while it turns.
 */
#ifndef MUSTER_PING_H
#define MUSTER_PING_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

/* X(constant, word, what it is) */
#define MST_PING_VIAS(X)                                                                             \
	X(MST_PING_AUTO, "auto", "the first of the others that can be had")                           \
	X(MST_PING_RAW, "raw", "raw ICMP sockets (CAP_NET_RAW)")                                      \
	X(MST_PING_DGRAM, "dgram", "ICMP datagram sockets, where net.ipv4.ping_group_range allows them") \
	X(MST_PING_SYSTEM, "system", "the system's ping program")                                     \
	X(MST_PING_CONNECT, "connect", "TCP connections, for --tcp")

#define MST_PING_VIA(constant, word, meaning) constant,
enum mst_ping_via { MST_PING_VIAS(MST_PING_VIA) MST_PING_VIA_COUNT };
#undef MST_PING_VIA

/* Static; "?" out of range. */
MST_API const char *mst_ping_via_name(enum mst_ping_via via);
MST_API const char *mst_ping_via_meaning(enum mst_ping_via via);

enum mst_ping_happening {
	MST_PING_REPLY,      /* the first answer to a question */
	MST_PING_DUPLICATE,  /* a further one */
	MST_PING_CORRUPT,    /* an answer whose payload is not what was sent: no reply */
	MST_PING_ERROR,      /* an ICMP error, of the host or a router */
	MST_PING_TIMEOUT,    /* none came in time (one that still comes is a reply) */
	MST_PING_NOT_SENT,   /* it never left this machine: no route, a firewall, buffers that stayed full, …; not a loss */
};

struct mst_ping_event {
	enum mst_ping_happening happening;
	uint32_t host;        /* its index */
	uint32_t sequence;    /* of the question, from 1 */
	struct mst_addr from; /* who sent it; no family for time-outs */
	int64_t rtt_ns;       /* of replies and duplicates; else -1 */
	uint32_t bytes;       /* of the ICMP message; 0 for TCP */
	uint8_t ttl;          /* of the answer; 0 when not known */
	uint8_t icmp_type, icmp_code; /* of an error */
	bool refused;         /* TCP: the port is closed; the host is there */
	int error;            /* NOT_SENT: an errno */
};

typedef void mst_ping_sink(void *user, const struct mst_ping_event *event);

#define MST_PING_HOSTS_MAX 65536
#define MST_PING_SIZE_MAX 65507 /* bytes of payload in the largest IPv4 packet */

struct mst_ping_config {
	const struct mst_addr *hosts; /* kept until close */
	size_t host_count;            /* 1..MST_PING_HOSTS_MAX */
	enum mst_ping_via via;
	uint16_t tcp_port;            /* 0: ICMP */
	uint32_t count;               /* questions to each host; 0: until stopped */
	uint64_t interval_ns;         /* between two to the same host, at least 1 ms */
	uint64_t timeout_ns;
	uint32_t size;                /* payload bytes; with 16 and more answers are proved to be ours */
	uint32_t ttl;                 /* time to live, 1..255; 0: the system's */
	const char *interface;        /* send through this one only; NULL: as the routing table says. Borrowed until open */
	struct mst_addr source;       /* send from this address of this machine; no family: as the routing table says */
	bool until_answered;          /* a host that has answered is not asked again */
	mst_ping_sink *sink;
	void *user;
};

/* 4 questions a second apart, 2 s of patience, 56 bytes. */
MST_API struct mst_ping_config mst_ping_defaults(void);

struct mst_ping;

/* -EINVAL, -EPERM (with what to do about it), or another negative errno; always with a sentence. */
MST_API int mst_ping_open(struct mst_ping **ping, const struct mst_ping_config *config, struct mst_error *err);

/* What is used; after open never AUTO. */
MST_API enum mst_ping_via mst_ping_via_used(const struct mst_ping *ping);

/* Asks, and takes answers, for at most so long. 1: go on; 0: every question has its answer or time-out; negative errno. */
MST_API int mst_ping_turn(struct mst_ping *ping, uint64_t at_most_ns, struct mst_error *err);

/*
 * No more turns: takes the answers that have come, without waiting. What is under way then counts as sent and
 * unanswered; what was still to leave is told as not sent.
 */
MST_API void mst_ping_stop(struct mst_ping *ping);

/* Of one host, so far. Before mst_ping_stop, questions still waiting for an answer are not among those sent. */
#define MST_PING_LAST 60
#define MST_PING_LOST (-1)
#define MST_PING_UNSENT (-2)
struct mst_ping_stats {
	uint64_t sent, received, duplicates, corrupt, errors;
	uint64_t waiting;
	uint64_t not_sent;                       /* never left this machine: neither sent nor lost */
	int error;                               /* why not, the last time: an errno; 0: all left */
	double min_ns, avg_ns, max_ns, mdev_ns;  /* of replies; mdev as in ping(8): sqrt(mean of squares - square of mean) */
	double median_ns, p95_ns;                /* within 3 %; 0 without replies */
	double last_ns[MST_PING_LAST];           /* the oldest first; MST_PING_LOST, MST_PING_UNSENT */
	unsigned last_count;
};
MST_API void mst_ping_get_stats(const struct mst_ping *ping, uint32_t host, struct mst_ping_stats *stats);

/* Accepts NULL. */
MST_API void mst_ping_close(struct mst_ping *ping);

#endif
