/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wifi.h - describes IEEE 802.11: what radiotap tells of the reception, and management and control frames.
 */
#ifndef MST_DISSECT_LINK_WIFI_H
#define MST_DISSECT_LINK_WIFI_H

#include "base/reader.h"
#include "dissect/common/line.h"

/* "1.0 Mb/s 2412 MHz 11b -22dBm signal antenna 1 "; moves the reader behind the header. False: it is cut. */
bool mst_describe_radiotap(struct mst_line *line, struct mst_reader *r);

/*
 * The frame at the reader, with -e its addresses too. Returns true when it is a data frame whose content is left to be
 * described.
 */
bool mst_describe_wifi(struct mst_line *line, struct mst_reader r, bool link);

/* "BSSID:02:00:00:00:00:01 DA:… SA:… ": the addresses, and what a data frame polls or acknowledges. */
void mst_describe_wifi_header(struct mst_line *line, struct mst_reader r);

#endif
