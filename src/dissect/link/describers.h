/* SPDX-License-Identifier: BSD-2-Clause */
/* describers.h - the describers of what is beside IP in a frame, and around it (see layer.h); ethertypes.c and saps.c
 * name them. */
#ifndef MST_DISSECT_LINK_DESCRIBERS_H
#define MST_DISSECT_LINK_DESCRIBERS_H

#include "dissect/common/ethertype_names.h"
#include "dissect/common/layer.h"

/*
 * The link header and VLAN tags, `printed` as with -e, or only what a line always has of them. Returns false
 * when they are cut short: nothing follows.
 */
bool mst_describe_link(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how,
                       bool printed);

/* Bytes of it, with VLAN tags, LLC and SNAP; at most the captured ones. */
size_t mst_link_bytes(const struct mst_packet *packet);

/* The describer of an EtherType; NULL: there is none. IP is not in the table. */
mst_describer *mst_ethertype_describer(uint16_t type);

/* Frames with IEEE 802.2 LLC; what is behind the LLC header for SNAP. */
mst_describer mst_describe_llc, mst_describe_snap;

/* The headers of LLC and SNAP alone, as `-e` prints them before a packet that has an EtherType. */
void mst_describe_llc_header(struct mst_line *line, const struct mst_packet *packet);
void mst_describe_snap_header(struct mst_line *line, struct mst_reader r, size_t declared);

/* AppleTalk and its address resolution; what vehicles send; messages between the nodes of a cluster */
mst_describer mst_describe_aarp, mst_describe_appletalk, mst_describe_calm_fast, mst_describe_geonet, mst_describe_tipc;

mst_describer mst_describe_aoe, mst_describe_arp, mst_describe_cfm, mst_describe_decnet, mst_describe_eapol,
	mst_describe_lldp, mst_describe_loopback, mst_describe_macsec, mst_describe_msnlb, mst_describe_realtek,
	mst_describe_slow, mst_describe_stp;

/* IPX behind LLC or a length, and behind its EtherType */
mst_describer mst_describe_ipx, mst_describe_ipx_ethertype;

/* IS-IS and others that begin with a number of ISO's network layer protocols */
mst_describer mst_describe_osi;

/* Cisco's, behind SNAP */
mst_describer mst_describe_cdp, mst_describe_dtp, mst_describe_udld, mst_describe_vtp;

/* A packet of an EtherType without a describer: its name, where it has one that `-e` does not print, and first bytes.
 */
void mst_describe_named(struct mst_line *line, const struct mst_layer *layer, uint16_t type);

/* "0x0102 …": the first bytes of a layer; nothing when it is empty. */
void mst_describe_bytes(struct mst_line *line, const struct mst_layer *layer);

/* "02:00:00:00:00:01 > 02:00:00:00:00:02"; nothing when the packet has no such addresses. */
void mst_describe_macs(struct mst_line *line, const struct mst_packet *packet);

/*
 * What is around the packet: "PPPoE  [ses 0x1] ", "MPLS (label 16, tc 0, [S], ttl 64) ". Returns whether that is all
 * there is to say: PPPoE discovery, a control protocol of PPP, or a header that is cut off.
 */
bool mst_describe_encapsulation(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

/* The header of PPP as `-e` prints it: "IP (0x0021), length 36: ". Returns false when that is all there is to say. */
bool mst_describe_ppp_header(struct mst_line *line, const struct mst_packet *packet);

/*
 * What switches' tags, HDLC, multilink frame relay and radios add to a line, in every form of it; their link headers
 * too. Returns false when that is all there is to say.
 */
bool mst_describe_link_words(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

/* The same of switches' tags alone; and of Broadcom's before the addresses, which is there with -e only. */
bool mst_describe_switch_tag(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);
bool mst_describe_prepended_tag(struct mst_line *line, const struct mst_packet *packet);

/* The link header with -e of FDDI, ARCNET, IPoIB, HDLC, frame relay, NFLOG and IPNET; nothing for others. */
void mst_describe_link_header(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

/* "ethertype IPv4 (0x0800)"; shorter where lines are quick. */
void mst_describe_ethertype(struct mst_line *line, uint16_t type, bool quick);

/* PPP that carries no packet: "LCP, Conf-Request (0x01), id 1, length 12". */
void mst_describe_ppp(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

#endif
