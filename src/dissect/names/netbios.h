/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * netbios.h - host names in NetBIOS messages over UDP (RFC 1001, RFC 1002): of the name service (port 137), whose
 * messages are those of DNS, and of the datagram service (port 138). Pure.
 */
#ifndef MST_DISSECT_NAMES_NETBIOS_H
#define MST_DISSECT_NAMES_NETBIOS_H

#include <muster/addr.h>

#include "dissect/payload/dns.h"

#define MST_NETBIOS_TEXT 64 /* 15 bytes, each at most as \xHH, and the NUL */

enum { MST_NETBIOS_NB = 32, MST_NETBIOS_NBSTAT = 33, MST_NETBIOS_REGISTRATION = 5, MST_NETBIOS_REFRESH = 8 };

/* The host name that 32 letters ("EBFCEB…") stand for. False when they are none, or not the name of a computer. */
bool mst_netbios_name(char text[MST_NETBIOS_TEXT], const char *letters);

/* The n-th address in a record of type NB whose name is not that of a group; false past the last. */
bool mst_netbios_addr(const struct mst_dns_record *record, unsigned n, struct mst_addr *addr);

/* The computer's name in a record of type NBSTAT: a list of the names of the machine that sent it. */
bool mst_netbios_own_name(char text[MST_NETBIOS_TEXT], const struct mst_dns_record *record);

/* The sender of a datagram (port 138), and its address. False for other messages. */
bool mst_netbios_datagram(char text[MST_NETBIOS_TEXT], struct mst_addr *addr, const uint8_t *bytes, size_t count);

#endif
