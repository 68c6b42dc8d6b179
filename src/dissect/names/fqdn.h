/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fqdn.h - the client's name in the options Client FQDN of DHCP (81, RFC 4702) and DHCPv6 (39, RFC 4704). Pure.
 */
#ifndef MST_DISSECT_NAMES_FQDN_H
#define MST_DISSECT_NAMES_FQDN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The option's value. `text` is printable ASCII, without the root's dot. False when there is no name in it. */
bool mst_fqdn_of_dhcp(char *text, size_t size, const uint8_t *bytes, size_t count);
bool mst_fqdn_of_dhcp6(char *text, size_t size, const uint8_t *bytes, size_t count);

#endif
