/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * survey.h - the kernel's dumps of links, addresses and default routes, from which interfaces.c builds its list.
 */
#ifndef MST_NET_SURVEY_H
#define MST_NET_SURVEY_H

#include <muster/net.h>

#include "net/rtnl.h"

struct mst_survey_link {
	struct mst_interface info; /* without what is owned: addresses, gateways */
	int master, lower;         /* indices; 0: none */
	uint16_t hardware;         /* ARPHRD_… */
	uint16_t vlan;             /* its number, of a VLAN of `lower`; else 0 */
};

struct mst_survey_addr {
	int index;
	struct mst_interface_addr info;
};

struct mst_survey_gateway {
	int index;
	struct mst_interface_gateway info;
};

struct mst_survey {
	struct mst_survey_link *links;
	struct mst_survey_addr *addrs;
	struct mst_survey_gateway *gateways;
	size_t link_count, link_room, addr_count, addr_room, gateway_count, gateway_room;
};

/* Read RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE messages into a struct mst_survey; other messages are skipped. */
extern const struct mst_rtnl_reading mst_survey_links, mst_survey_addrs, mst_survey_gateways;

/* Fills a zeroed *survey; 0, or a negative errno with a sentence. */
int mst_survey_take(struct mst_survey *survey, struct mst_rtnl *rtnl, struct mst_error *err);
void mst_survey_free(struct mst_survey *survey);

/* NULL when there is none. */
struct mst_survey_link *mst_survey_link_at(const struct mst_survey *survey, int index);

#endif
