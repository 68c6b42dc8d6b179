/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_hosts.h - verdicts gathered to hosts, as both formats of nmap have them.
 *
 *     add, add, … ──► a host is whole when the next address comes: `take` ──► end
 *
 * Rows come in the order of address. Memory holds the rows of one host, 65,536 ports of a protocol at most.
 *
 * nmap has a state for each host, also where ports were asked: a host is up when it answered at one of its ports, even
 * by an error; down when all is silent, or others say that it cannot be reached; unknown when this machine could not
 * find out. A host is reported when it is up, or when the report wants one of its verdicts.
 *
 * Ports of a state that the report does not want are only counted, and so are those of any state but open that has
 * more than MST_NMAP_LISTED_MAX, as in nmap.
 */
#ifndef MST_REPORT_NMAP_HOSTS_H
#define MST_REPORT_NMAP_HOSTS_H

#include <netinet/in.h>

#include "base/service_copies.h"
#include "report/nmap_run.h"

#define MST_NMAP_LISTED_MAX 25

/* Protocols of ports. */
enum mst_nmap_protocol { MST_NMAP_TCP, MST_NMAP_UDP, MST_NMAP_PROTOCOLS };

/* One host, and counts of all. Zeroed before the first; mst_nmap_hosts_free. */
struct mst_nmap_hosts {
	struct mst_result *rows; /* of one address: a verdict about the host, if there is one, then its ports */
	struct mst_service_copies services; /* of these */
	size_t count, room;

	/* set for `take` */
	enum mst_state state;               /* up, down, unreachable or unknown */
	const struct mst_result *because;   /* the verdict that decided it */
	const struct mst_result *mac;       /* one with the link-layer address; NULL: none */
	const struct mst_result *ports;     /* the ports among the rows */
	size_t port_count, listed_count;    /* ports; those that are listed one by one */
	uint32_t listed;                    /* bit set of the states of these */
	uint64_t first_ns, last_ns;         /* times of its verdicts */
	uint32_t by_state[MST_STATE_COUNT]; /* ports */
	uint32_t by_reason[MST_STATE_COUNT][MST_REASON_COUNT][MST_NMAP_PROTOCOLS];

	/* of all hosts so far */
	struct mst_nmap_counts counts;
	uint64_t latest_ns;
};

typedef void mst_nmap_take(struct mst_page *page, const struct mst_nmap_hosts *host);

/* Without memory the output fails, and further ports of the host are left out. */
void mst_nmap_hosts_add(struct mst_page *page, struct mst_nmap_hosts *host, const struct mst_result *results,
                        size_t count, mst_nmap_take *take);

/* After the last row. */
void mst_nmap_hosts_end(struct mst_page *page, struct mst_nmap_hosts *host, mst_nmap_take *take);

void mst_nmap_hosts_free(struct mst_nmap_hosts *host);

static inline enum mst_nmap_protocol mst_nmap_protocol_of(const struct mst_result *result)
{
	return result->proto == IPPROTO_UDP ? MST_NMAP_UDP : MST_NMAP_TCP;
}

/* "tcp" or "udp". Static. */
const char *mst_nmap_protocol_name(enum mst_nmap_protocol protocol);

/* Whether this port is listed by itself. */
static inline bool mst_nmap_is_listed(const struct mst_nmap_hosts *host, const struct mst_result *port)
{
	return host->listed >> port->state & 1;
}

/* Whether the address of the host was named by the user, not found by its address (a PTR record). */
bool mst_nmap_name_was_given(const struct mst_page *page, const struct mst_addr *addr);

/* The next of the host's names, which are separated by blanks; moves `*at` behind it. 0: no more. */
size_t mst_nmap_next_name(const char **at, const char **name);

/* All names of an address; "" for none. */
const char *mst_nmap_names(const struct mst_page *page, const struct mst_addr *addr);

#endif
