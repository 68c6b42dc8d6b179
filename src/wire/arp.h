/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arp.h - ARP for IPv4 on Ethernet (RFC 826), as offsets and numbers.
 */
#ifndef MST_WIRE_ARP_H
#define MST_WIRE_ARP_H

#include <stdint.h>

enum {
	MST_ARP_BYTES = 28,
	MST_ARP_OPERATION = 6,
	MST_ARP_SENDER_MAC = 8,
	MST_ARP_SENDER = 14,
	MST_ARP_TARGET_MAC = 18,
	MST_ARP_TARGET = 24,
};

enum { MST_ARP_REQUEST = 1, MST_ARP_REPLY = 2 };

enum { MST_ETHERTYPE_IPV4 = 0x0800, MST_ETHERTYPE_ARP = 0x0806, MST_ETHERTYPE_IPV6 = 0x86dd };

#endif
