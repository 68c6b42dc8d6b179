/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filter.h - compiles a filter of pcap-filter(7), and shows where it is wrong.
 */
#ifndef MST_CAPTURE_FILTER_H
#define MST_CAPTURE_FILTER_H

#include <muster/error.h>
#include <pcap/pcap.h>

/*
 * Compiles the filter for this handle's link type; pcap_freecode frees the program. -EINVAL with libpcap's message, the
 * filter, and a caret under the wrong word.
 */
int mst_filter_compile(pcap_t *pcap, const char *filter, struct bpf_program *program, struct mst_error *err);

/* Compiles the filter for this handle, and sets it. -EINVAL as above, -EIO. */
int mst_filter_set(pcap_t *pcap, const char *filter, struct mst_error *err);

#endif
