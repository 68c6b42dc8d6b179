/* SPDX-License-Identifier: BSD-2-Clause */
/* describers.h - the describers of what is in UDP and TCP, and in other packets too (see layer.h); ports.c chooses one.
 */
#ifndef MST_DISSECT_PAYLOAD_DESCRIBERS_H
#define MST_DISSECT_PAYLOAD_DESCRIBERS_H

#include "dissect/common/layer.h"

/* The payload of UDP or TCP, by the tables of ports. */
mst_describer mst_describe_udp_payload, mst_describe_tcp_payload;

/* Precision time. */
mst_describer mst_describe_ptp;

/* A message of EAP, behind the line of the protocol that carries it: ", Request, id 2, Identity". */
mst_describer mst_describe_eap;

/* Tunnels (common/udp_tunnels.h), each with the packet within. */
mst_describer mst_describe_vxlan, mst_describe_otv, mst_describe_vxlan_gpe, mst_describe_nsh, mst_describe_geneve;
mst_describer mst_describe_gtp, mst_describe_teredo, mst_describe_l2tp, mst_describe_mpls;

/* ESP, and with IKE's marker and keep-alives, as in UDP. */
mst_describer mst_describe_esp, mst_describe_nat_traversal;

/* Routing. */
mst_describer mst_describe_ahcp, mst_describe_aodv, mst_describe_babel, mst_describe_bcm_li, mst_describe_bfd,
	mst_describe_bgp, mst_describe_hncp, mst_describe_hsrp, mst_describe_ldp, mst_describe_lisp,
	mst_describe_lspping, mst_describe_msdp, mst_describe_olsr, mst_describe_rip, mst_describe_ripng;

/* Names, addresses, management, files. */
mst_describer mst_describe_dns, mst_describe_dns_stream, mst_describe_llmnr;
mst_describer mst_describe_dhcp, mst_describe_dhcp6, mst_describe_netbios, mst_describe_ntp, mst_describe_snmp;
mst_describer mst_describe_lwapp, mst_describe_radius, mst_describe_rx, mst_describe_timed, mst_describe_vqp;
mst_describer mst_describe_sflow, mst_describe_syslog, mst_describe_tftp;
mst_describer mst_describe_nfs, mst_describe_nfs_stream;

/* Text, keys, control of devices. */
mst_describer mst_describe_ftp, mst_describe_http, mst_describe_isakmp, mst_describe_kerberos, mst_describe_kerberos4,
	mst_describe_openflow, mst_describe_pptp, mst_describe_resp, mst_describe_rpki, mst_describe_rtsp,
	mst_describe_sip, mst_describe_smtp, mst_describe_someip, mst_describe_ssh, mst_describe_telnet,
	mst_describe_whois;

#endif
