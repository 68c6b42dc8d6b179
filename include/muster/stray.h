/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stray.h - the reasons why a received frame did not count as the answer to a probe of the scan.
 */
#ifndef MUSTER_STRAY_H
#define MUSTER_STRAY_H

#include <muster/api.h>

/* X(constant, word, the same as an identifier, what it means) */
#define MST_STRAYS(X) \
	X(MST_STRAY_FOREIGN, "foreign", foreign, "a protocol that answers no probe, or fragments that make no packet") \
	X(MST_STRAY_UNRELATED, "unrelated", unrelated, \
	  "from an address that this scan does not probe, and about no probe of it") \
	X(MST_STRAY_NO_TICKET, "no-ticket", no_ticket, \
	  "from a probed address, without the ticket of a probe of this scan") \
	X(MST_STRAY_KERNEL, "no-ticket-kernel", no_ticket_kernel, \
	  "without the ticket of a probe of this scan; the XDP program of --rx xdp counted it") \
	X(MST_STRAY_NOT_ASKED, "not-asked", not_asked, "a valid ticket, for an address that this scan does not probe") \
	X(MST_STRAY_WRONG_DESTINATION, "wrong-destination", wrong_destination, \
	  "sent to another address than the source of its probe") \
	X(MST_STRAY_OTHER_LINK, "other-link", other_link, \
	  "an ARP or neighbour answer on another interface, or to another machine") \
	X(MST_STRAY_NO_QUESTION, "no-question", no_question, "no probe to this address and port is in flight") \
	X(MST_STRAY_FORGED, "forged", forged, "its ticket names an attempt that was never made") \
	X(MST_STRAY_UNPROVEN, "unproven", unproven, \
	  "its probe timed out long ago, and the answer carries too little proof; of UDP, it lacks the identifier of " \
	  "its " \
	  "probe, and so many strays came that it may be a guess") \
	X(MST_STRAY_GUESSABLE, "guessable", guessable, \
	  "its probe timed out long ago, and so many strays came that the answer may be a guess") \
	X(MST_STRAY_OTHER_PORT, "other-port", other_port, \
	  "a UDP datagram from a probed address, but not from the port that the probe was sent to")

#define MST_STRAY_CONSTANT(constant, word, name, meaning) constant,
enum mst_stray { MST_STRAYS(MST_STRAY_CONSTANT) MST_STRAY_COUNT };
#undef MST_STRAY_CONSTANT

/* For programs: "no-ticket"; for people, what it means. Static; "?" out of range. */
MST_API const char *mst_stray_name(enum mst_stray stray);
MST_API const char *mst_stray_meaning(enum mst_stray stray);

#endif
