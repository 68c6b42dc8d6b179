/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_xml_ports.h - the elements of nmap's XML about ports. */
#ifndef MST_REPORT_NMAP_XML_PORTS_H
#define MST_REPORT_NMAP_XML_PORTS_H

#include <muster/targets.h>

#include "report/nmap_hosts.h"

/* <scaninfo>: which ports of this protocol were asked; nothing for an empty set. */
void mst_nmap_xml_scan_info(struct mst_page *page, const struct mst_ports *ports, enum mst_nmap_protocol protocol);

/* The begin of an element, "<state" or "<status", with state, reason and the TTL of the answer. */
void mst_nmap_xml_state(struct mst_page *page, const char *element, const char *state, const struct mst_result *result);

/* <script id="muster-worker">: the worker of a fleet that found it, and what each saw: "ams; saw ams=up nyc=down". */
void mst_nmap_xml_worker(struct mst_page *page, const struct mst_result *result);

/* <script id="muster-suspect">: why the verdict may not be what it seems; nothing when it is not suspect. */
void mst_nmap_xml_suspect(struct mst_page *page, const struct mst_result *result);

/* <ports> of a host: those that are only counted, then each of the others. */
void mst_nmap_xml_ports(struct mst_page *page, const struct mst_nmap_hosts *host);

#endif
