/*
 * calls.h - the frames that call on everybody of a link. Pure.
 */
#ifndef MST_NEARBY_CALLS_H
#define MST_NEARBY_CALLS_H

#include <muster/addr.h>
#include <stddef.h>

#define MST_CALL_BYTES 128

enum mst_call {
	MST_CALL_ECHO,   /* echo request (RFC 4443, section 4.1) */
	MST_CALL_OPTION, /* … with a destination option that must be complained of, even by those who ignore echoes to all
	                  * (RFC 8200, section 4.2: the highest bits of its type are 10) */
	MST_CALL_MLD,    /* general query of multicast listener discovery, version 2 (RFC 3810, section 5.1) */
	MST_CALLS,
};

/* Writes the frame, with its Ethernet header; returns its bytes. A query is of a link-local source only. */
size_t mst_call_write(uint8_t frame[MST_CALL_BYTES], enum mst_call call, const struct mst_addr *source, const uint8_t mac[6]);

#endif
