/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filter.h - the kernel filter, which passes only frames that may be answers. Pure.
 */
#ifndef MST_RX_FILTER_H
#define MST_RX_FILTER_H

#include <pcap/pcap.h>

#include "rx/rx.h"

/* The expression in pcap-filter(7) language. 0, or -ENOSPC when `size` is too small. */
int mst_filter_write(char *text, size_t size, const struct mst_rx_wanted *wanted);

/*
 * Puts a test before a filter that is compiled for DLT_LINUX_SLL2: no frames of these interfaces, and none with a VLAN
 * tag, which the interface of the VLAN receives again without it. pcap-filter(7) can express neither for the kernel on
 * every libpcap. *program is replaced by one that pcap_freecode frees.
 * -ENOMEM, -ENOSPC for too many interfaces.
 */
int mst_filter_except(struct bpf_program *program, const int *except, size_t count);

#endif
