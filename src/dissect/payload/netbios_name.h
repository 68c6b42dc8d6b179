/* SPDX-License-Identifier: BSD-2-Clause */
/* netbios_name.h - the names of NetBIOS as DNS carries them (RFC 1001, section 14.1). Pure. */
#ifndef MST_DISSECT_PAYLOAD_NETBIOS_NAME_H
#define MST_DISSECT_PAYLOAD_NETBIOS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_NETBIOS_BYTES 16   /* the last says what the name is for */
#define MST_NETBIOS_LETTERS 32 /* two for a byte, 'A' for 0 */

/* Reads a name of so many letters, or until one is none. */
bool mst_netbios_decode(uint8_t bytes[MST_NETBIOS_BYTES], const char *letters);

/* The length of the text, without the padding. */
size_t mst_netbios_text_length(const uint8_t bytes[MST_NETBIOS_BYTES]);

#endif
