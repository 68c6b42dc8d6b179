/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp_attached.h - whether an XDP program is attached to an interface. For files that are built with libbpf.
 */
#ifndef MST_NET_XDP_ATTACHED_H
#define MST_NET_XDP_ATTACHED_H

#include <linux/if_link.h>
#include <stdbool.h>

#include <bpf/libbpf.h>

/* False where the kernel does not report it. */
static inline bool mst_xdp_is_attached(int ifindex)
{
	LIBBPF_OPTS(bpf_xdp_query_opts, query);

	return bpf_xdp_query(ifindex, 0, &query) == 0 && query.attach_mode != XDP_ATTACHED_NONE;
}

#endif
