/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linktype.h - link types as libpcap numbers them here (DLT_…) and as files do (LINKTYPE_…). They are the same but for
 * some old ones, because those have other numbers on other systems: https://www.tcpdump.org/linktypes.html.
 */
#ifndef MST_BASE_LINKTYPE_H
#define MST_BASE_LINKTYPE_H

#include <pcap/dlt.h>
#include <stddef.h>

static const struct {
	int dlt, linktype;
} mst_linktypes[] = {
	{ DLT_RAW, 101 },
	{ DLT_ATM_RFC1483, 100 },
	{ DLT_ATM_CLIP, 106 },
};

static inline int mst_linktype_of_dlt(int dlt)
{
	for (size_t i = 0; i < sizeof mst_linktypes / sizeof *mst_linktypes; i++) {
		if (mst_linktypes[i].dlt == dlt)
			return mst_linktypes[i].linktype;
	}
	return dlt;
}

static inline int mst_dlt_of_linktype(int linktype)
{
	for (size_t i = 0; i < sizeof mst_linktypes / sizeof *mst_linktypes; i++) {
		if (mst_linktypes[i].linktype == linktype)
			return mst_linktypes[i].dlt;
	}
	return linktype;
}

#endif
