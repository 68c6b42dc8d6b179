/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng.h - the blocks of a recording: what stands where in a pcapng file, as far as muster writes and reads it.
 *
 *     section header    byte order, "muster 1.2.3"
 *     interface         eth0: link type, nanoseconds         one for each interface, before its first frame
 *     packet            time, direction, number, bytes       a frame that left or arrived
 *     custom            number, time, text                   an event of muster itself
 *     packet …
 *     interface statistics     frames left out           only of interfaces that lack frames, at the end
 *
 * Every block is its type, its length, a body of whole 32-bit words, and its length again: whoever does not know a type
 * skips it. Numbers are in the byte order of the machine that wrote the section; 0x1A2B3C4D at its head tells which.
 *
 * Source: draft-ietf-opsawg-pcapng ("PCAP Now Generic (pcapng) Capture File Format"): General Block Structure, Options,
 * Section Header, Interface Description, Enhanced Packet, Simple Packet, Interface Statistics and Custom Block, and the
 * obsolete Packet Block of its appendix. Link types: draft-ietf-opsawg-pcaplinktype,
 * https://www.tcpdump.org/linktypes.html.
 *
 * An event's custom block has the number of the documentation's enterprise (RFC 5612), because muster has none of its
 * own; so its data begin with a word that tells them from others' examples. They are little-endian in every file, so
 * that a tool that copies the block into a file of the other byte order need not know what it holds:
 *
 *     0       4       8               16              24         24 + length
 *     | MREC  | length| number        | time, ns      | UTF-8 text … | 0 to 3 zeros |
 */
#ifndef MST_RECORD_PCAPNG_H
#define MST_RECORD_PCAPNG_H

#include <stdint.h>

enum mst_pcapng_block {
	MST_PCAPNG_INTERFACE = 1,
	MST_PCAPNG_PACKET_OBSOLETE = 2,
	MST_PCAPNG_PACKET_SIMPLE = 3,
	MST_PCAPNG_STATISTICS = 5,
	MST_PCAPNG_PACKET = 6,
	MST_PCAPNG_CUSTOM = 0x00000bad,  /* one that tools copy: 0x40000bad is one that they do not */
	MST_PCAPNG_SECTION = 0x0a0d0d0a, /* the same in either byte order */
};

#define MST_PCAPNG_BYTE_ORDER UINT32_C(0x1a2b3c4d)
#define MST_PCAPNG_MAJOR 1
#define MST_PCAPNG_MINOR 0

/* A block without a body: type, length, length again. */
#define MST_PCAPNG_BLOCK_BYTES 12

/* Codes of options; some mean another thing in another block. */
enum mst_pcapng_option {
	MST_PCAPNG_END = 0,
	MST_PCAPNG_IF_NAME = 2,
	MST_PCAPNG_IF_TSRESOL = 9,   /* one byte: 10^-n seconds; with the high bit 2^-n */
	MST_PCAPNG_IF_TSOFFSET = 14, /* seconds to add, signed */
	MST_PCAPNG_SHB_USERAPPL = 4,
	MST_PCAPNG_EPB_FLAGS = 2, /* also of the obsolete packet block */
	MST_PCAPNG_EPB_PACKETID = 5,
	MST_PCAPNG_ISB_OSDROP = 7, /* packets dropped by the system that records */
};

#define MST_PCAPNG_TSRESOL_DEFAULT 6
#define MST_PCAPNG_TSRESOL_NS 9

/* The two lowest bits of epb_flags. */
#define MST_PCAPNG_DIRECTION 3
#define MST_PCAPNG_INBOUND 1
#define MST_PCAPNG_OUTBOUND 2

/* Private enterprise number 32473: "Example Enterprise Number for Documentation Use". */
#define MST_PCAPNG_ENTERPRISE 32473
#define MST_PCAPNG_EVENT "MREC"
#define MST_PCAPNG_EVENT_BYTES 24 /* before the text */

/* Longer frames are cut: what Wireshark and libpcap bear. */
#define MST_PCAPNG_FRAME_MAX 262144
#define MST_PCAPNG_TEXT_MAX 65536

static inline uint32_t mst_pcapng_padded(uint32_t bytes)
{
	return (bytes + 3) & ~UINT32_C(3);
}

#endif
