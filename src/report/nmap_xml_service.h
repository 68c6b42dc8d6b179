/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_xml_service.h - what is known of the service at a port, where readers of nmap's XML look for it:
 *
 *     <service name product version ostype tunnel method conf> <cpe>
 *     <script id="banner | http-title | http-server-header | ssl-cert | ssh-hostkey">
 *     <script id="muster-service"> <elem key="field">                           what nmap has no place for
 */
#ifndef MST_REPORT_NMAP_XML_SERVICE_H
#define MST_REPORT_NMAP_XML_SERVICE_H

#include "report/writer.h"

/* <service>: the name of the port where nothing else is known; nothing where it has none. */
void mst_nmap_xml_service(struct mst_page *page, const struct mst_result *port);

/* The scripts of a port whose service is known. */
void mst_nmap_xml_scripts(struct mst_page *page, const struct mst_result *port);

#endif
