/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_host.h - a host of nmap's XML while it is being read, and what becomes of it.
 */
#ifndef MST_IMPORT_NMAP_HOST_H
#define MST_IMPORT_NMAP_HOST_H

#include "base/service_copies.h"
#include "import/gather.h"

#define MST_NMAP_GROUPS 16 /* of ports that are alike */

/* A state of nmap, and its reason as a word. */
struct mst_nmap_verdict {
	uint8_t state;  /* enum mst_state */
	uint8_t reason; /* enum mst_reason, if `has_reason` */
	bool has_reason;
	uint8_t ttl, suspect;
	uint16_t vantages; /* as a result has them, and */
	uint64_t position; /* in place of its position, the number of their set */
	struct mst_addr from;
};

struct mst_nmap_port {
	uint16_t port;
	uint8_t proto;
	struct mst_nmap_verdict verdict;
	const struct mst_service *service; /* NULL: nothing is known */
};

/* extraports, or one of its extrareasons. */
struct mst_nmap_group {
	struct mst_nmap_verdict verdict;
	uint64_t count;
	uint8_t proto; /* 0: not told */
	char *ports;   /* the list; NULL: not told */
};

struct mst_nmap_host {
	struct mst_addr addr; /* no family before the element */
	struct mst_nmap_verdict verdict;
	bool has_mac;
	uint8_t mac[6];
	char names[MST_NAME_MAX + 1];
	uint64_t start_ns, end_ns;
	int64_t rtt_ns; /* -1: not told */
	struct mst_nmap_port *ports;
	size_t port_count, port_room;
	struct mst_service_copies services; /* of the ports */
	struct mst_nmap_group groups[MST_NMAP_GROUPS];
	size_t group_count;
};

/* Empties it for the next one; begins with zeroed memory. */
void mst_nmap_host_begin(struct mst_nmap_host *host);

/* Reads "ams; saw ams=up nyc=down", as muster writes it; of other texts it takes nothing. -ENOMEM with a sentence. */
int mst_nmap_take_workers(struct mst_nmap_verdict *verdict, const char *text, struct mst_gather *gather,
                          struct mst_error *err);

/* The service of the port is copied. 0, -ENOMEM, or -EBADMSG: more ports than there are. Words for a sentence. */
int mst_nmap_host_add_port(struct mst_nmap_host *host, const struct mst_nmap_port *port, struct mst_error *err);
int mst_nmap_host_add_group(struct mst_nmap_host *host, const struct mst_nmap_group *group, const char *ports,
                            struct mst_error *err);

/* Several are separated by blanks; what has no room is left out. */
void mst_nmap_host_add_name(struct mst_nmap_host *host, const char *name);

/* All of it becomes rows, names and groups. `at_ns`: the time of a host that has none. -errno with a sentence. */
int mst_nmap_host_gather(struct mst_nmap_host *host, struct mst_gather *gather, uint64_t at_ns, struct mst_error *err);

/* Frees its memory. Accepts zeroed memory. */
void mst_nmap_host_free(struct mst_nmap_host *host);

#endif
