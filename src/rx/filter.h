/*
 * filter.h - the kernel filter that lets in nothing but possible answers. Pure.
 */
#ifndef MST_RX_FILTER_H
#define MST_RX_FILTER_H

#include <muster/addr.h>

struct mst_filter_config {
	const struct mst_addr *sources; /* our addresses: answers come to them */
	size_t source_count;
	bool tcp;                       /* SYNs are among the probes */
	bool icmp;                      /* echoes are */
	uint16_t port_first, port_last; /* our TCP ports */
};

/* The expression in pcap-filter(7) language. 0, or -ENOSPC when `size` is too small. */
int mst_filter_write(char *text, size_t size, const struct mst_filter_config *config);

#endif
