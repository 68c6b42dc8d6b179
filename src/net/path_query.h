/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_query.h - the path to one target: the kernel's route for it, checked against the interfaces of this machine.
 */
#ifndef MST_NET_PATH_QUERY_H
#define MST_NET_PATH_QUERY_H

#include "net/ifaces.h"
#include "net/ipsec.h"
#include "net/path.h"
#include "net/routes.h"

/* What all queries of one search share. */
struct mst_path_query {
	struct mst_rtnl *rtnl;
	struct mst_ifaces ifaces;
	int oif;                /* 0: the kernel's choice */
	enum mst_family family; /* of the targets being looked at */
	struct mst_addr source; /* to ask from; no family: the kernel's choice */
	bool foreign;           /* `source` is no address of this machine, and is not passed to the kernel */
	struct mst_flow flow;
	const struct mst_process *process; /* borrowed */
	const struct mst_ipsec *ipsec;     /* likewise; NULL: none */
	bool by_source;                    /* routes of the family are for source prefixes */
	bool source_matters;               /* some rule is by source, or some route has several next hops */
};

/* Without `first` and `last`. A refusal of the routing table is a kind of path. -EADDRNOTAVAIL with a sentence: there
 * is no source address for it; or netlink's. */
int mst_path_ask(struct mst_path *path, const struct mst_path_query *query, const struct mst_addr *target,
                 struct mst_error *err);

/* The question that such a query asks the kernel. */
struct mst_route_question mst_path_question(const struct mst_path_query *query, const struct mst_addr *target);

/* Whether the question for the route has the source address of the first answer. */
bool mst_path_connects(const struct mst_path_query *query);

/* Makes `path` go by this next hop on its interface; no family: it is on-link. */
void mst_path_put_gateway(struct mst_path *path, const struct mst_path_query *query, const struct mst_addr *gateway);

/* "IPv4" or "IPv6". */
const char *mst_path_family_word(enum mst_family family);

#endif
