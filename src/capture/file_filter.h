/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_filter.h - a filter of pcap-filter(7) for frames of a file, in which each may have a link type of its own: it is
 * compiled once for each. One thread.
 */
#ifndef MST_CAPTURE_FILE_FILTER_H
#define MST_CAPTURE_FILE_FILTER_H

#include <muster/error.h>
#include <pcap/pcap.h>
#include <stdbool.h>

#include "capture/file.h"

#define MST_FILE_FILTER_LINKS 64

struct mst_file_filter {
	char *text;
	unsigned count, last; /* `last`: the one of the frame before */
	struct {
		int linktype;
		struct bpf_program program; /* bf_insns NULL: no packet passes */
	} programs[MST_FILE_FILTER_LINKS];
};

/*
 * Compiles it for the first link type; `mixed`: there may be others, so that a filter is right that no packet of this
 * one can pass. -EINVAL as mst_filter_compile, -ENOMEM; then there is nothing to close.
 */
int mst_file_filter_open(struct mst_file_filter *filter, const char *text, int linktype, bool mixed,
                         struct mst_error *err);

/* Whether a frame passes: 1 or 0. -EBADMSG when the filter says nothing of its link type, with a sentence. */
int mst_file_filter_passes(struct mst_file_filter *filter, const struct mst_file_frame *frame, struct mst_error *err);

/* Accepts zeroed memory. */
void mst_file_filter_close(struct mst_file_filter *filter);

#endif
