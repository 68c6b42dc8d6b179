/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipsec.h - the kernel's IPsec policies for what leaves (ip-xfrm(8), NETLINK_XFRM): which targets they are about. They
 * stand beside the routes: `ip route get` does not name them.
 *
 * Only CAP_NET_ADMIN may read them. Without it none are seen.
 */
#ifndef MST_NET_IPSEC_H
#define MST_NET_IPSEC_H

#include "net/encap.h"
#include "net/routes.h"

struct mst_ipsec_policy {
	enum mst_family family; /* MST_NO_FAMILY: both */
	struct mst_addr destination, source;
	uint8_t destination_bits, source_bits; /* prefix lengths */
	uint32_t priority;                     /* the lowest that matches counts; of equal ones the last */
	bool some;                             /* applies to some protocols or ports only */
	uint16_t encap;                        /* MST_ENCAP_NONE: its packets leave as they are */
};

struct mst_ipsec {
	struct mst_ipsec_policy *policies;
	size_t count, room;
};

/* Fills a zeroed *ipsec. 0 also where the kernel has no policies, or may not be asked. -ENOMEM with a sentence. */
int mst_ipsec_read(struct mst_ipsec *ipsec, struct mst_error *err);
void mst_ipsec_free(struct mst_ipsec *ipsec);

/* Makes the destinations of a family's policies cuts of `routes`, which are not sealed yet. -ENOMEM. */
int mst_ipsec_cut(const struct mst_ipsec *ipsec, struct mst_routes *routes);

/* What becomes of packets between these addresses: enum mst_encap. */
uint16_t mst_ipsec_for(const struct mst_ipsec *ipsec, const struct mst_addr *source, const struct mst_addr *target);

/* Takes XFRM_MSG_NEWPOLICY messages into a struct mst_ipsec. */
extern const struct mst_rtnl_reading mst_ipsec_policies;

#endif
