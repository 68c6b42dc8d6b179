/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_radio.h - IEEE 802.11, alone and behind what receivers tell of the signal: the packet of data frames. Each as
 * mst_link_read. Pure.
 */
#ifndef MST_DISSECT_COMMON_LINK_RADIO_H
#define MST_DISSECT_COMMON_LINK_RADIO_H

#include "dissect/common/link_wan.h"

mst_link_reader mst_read_80211, mst_read_radiotap, mst_read_prism, mst_read_avs;

#endif
