/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp_options.h - describes the options of a TCP header, each by the name that tcpdump gives it.
 *
 * A describer reads its option through mst_tcp_option_has first, which keeps it within the header and the captured
 * bytes. An option that is shorter than its fields is read on into the next one, as tcpdump does.
 */
#ifndef MST_DISSECT_IP_TCP_OPTIONS_H
#define MST_DISSECT_IP_TCP_OPTIONS_H

#include "base/reader.h"
#include "dissect/common/line.h"

enum mst_tcp_option_end {
	MST_OPTION_WHOLE,
	MST_OPTION_BAD, /* a length is impossible: what follows cannot be read */
	MST_OPTION_CUT, /* not captured as a whole */
};

struct mst_tcp_option {
	uint8_t kind;
	size_t count;        /* bytes of data, by the length of the option */
	size_t left;         /* bytes of the header from here on, captured or not */
	struct mst_reader r; /* at the data, over all captured bytes of the packet */
	uint8_t flags;       /* of the packet */
	bool inside;         /* kind and length have been read */
};

/* Whether the next `count` bytes are in the header, and captured; if not, sets `end`. */
static inline bool mst_tcp_option_has(const struct mst_tcp_option *option, size_t count, enum mst_tcp_option_end *end)
{
	if (count > option->left)
		*end = MST_OPTION_BAD;
	else if (count > option->r.left)
		*end = MST_OPTION_CUT;
	else
		return true;
	return false;
}

/* Multipath TCP (RFC 8684). */
enum mst_tcp_option_end mst_describe_mptcp(struct mst_line *line, struct mst_tcp_option *option);

/* ", options [mss 1460,nop]"; `r` is over the bytes behind the fixed header, of which `count` are options. Returns
 * false when the options end before their time: the line ends there, too. */
bool mst_describe_tcp_options(struct mst_line *line, struct mst_reader r, size_t count, uint8_t flags);

#endif
