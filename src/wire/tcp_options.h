/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp_options.h - reads the options of a TCP header (hostile bytes, bounded reads). Part of the reader of frames.
 */
#ifndef MST_WIRE_TCP_OPTIONS_H
#define MST_WIRE_TCP_OPTIONS_H

#include "base/reader.h"
#include "wire/view.h"
#include "wire/ipv4.h"

/* The options "timestamps" and "window scale" (RFC 7323, sections 3.2 and 2.2), those that stand before the end. */
static inline void mst_tcp_options_read(struct mst_tcp_view *tcp, struct mst_reader options)
{
	while (options.left > 0) {
		uint8_t kind = mst_read_u8(&options), length;
		struct mst_reader option;

		if (kind == MST_TCP_OPTION_END)
			break;
		if (kind == MST_TCP_OPTION_NONE)
			continue;
		if ((length = mst_read_u8(&options)) < 2)
			break;
		option = options;
		mst_skip(&options, (size_t)length - 2);
		tcp->scales |= kind == MST_TCP_OPTION_SCALE && !options.short_read;
		if (kind == MST_TCP_OPTION_TIMESTAMPS && length == MST_TCP_TIMESTAMPS_BYTES && !tcp->stamp) {
			tcp->stamp = mst_read_be32(&option);
			tcp->echoed = mst_read_be32(&option);
		}
	}
}

#endif
