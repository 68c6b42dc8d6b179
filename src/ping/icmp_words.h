/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp_words.h - ICMP errors and redirects in the words of ping programs, in both directions. Pure.
 *
 * mst_ping_error_words (muster/ping.h) writes those of iputils; mst_icmp_words_read reads those of any program.
 */
#ifndef MST_PING_ICMP_WORDS_H
#define MST_PING_ICMP_WORDS_H

#include <muster/ping.h>

/* What the words say; the members are those of struct mst_ping_event. */
struct mst_icmp_said {
	uint8_t type, code;
	uint32_t mtu, pointer;
	struct mst_addr gateway;
};

/* Accepts any text; false when the words are not known. A redirect has type 5. */
bool mst_icmp_words_read(struct mst_icmp_said *said, const char *words);

#endif
