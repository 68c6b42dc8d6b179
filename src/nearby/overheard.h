/*
 * overheard.h - which addresses of a link a frame speaks of: hostile bytes, read within bounds. Pure.
 *
 *     source of any packet │ target of a solicitation or advertisement (RFC 4861)
 *     last 24 bits of addresses, by their groups, in reports of MLD (RFC 2710, RFC 3810)
 */
#ifndef MST_NEARBY_OVERHEARD_H
#define MST_NEARBY_OVERHEARD_H

#include <muster/addr.h>
#include <stddef.h>

#define MST_OVERHEARD_MAX 16

struct mst_overheard {
	uint8_t mac[6];                              /* of who sent the frame */
	struct mst_addr addrs[2];                    /* without scope */
	size_t addr_count;
	uint32_t endings[MST_OVERHEARD_MAX];         /* 24 bits each: of addresses that the sender has */
	size_t ending_count;
};

/* False when it is no whole Ethernet frame with IPv6 from one machine. */
bool mst_overheard_read(struct mst_overheard *overheard, const uint8_t *bytes, size_t count);

#endif
