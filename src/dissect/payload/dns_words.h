/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_words.h - the parts of a DNS message in tcpdump's words. Names are not checked as listen's are: what can be read
 * of one is written.
 */
#ifndef MST_DISSECT_PAYLOAD_DNS_WORDS_H
#define MST_DISSECT_PAYLOAD_DNS_WORDS_H

#include "dissect/common/line.h"
#include "dissect/payload/dns.h"

struct mst_dns_words {
	struct mst_line *line;
	const struct mst_dns *dns;
	struct mst_reader r; /* over the message; moves on */
	bool multicast;      /* multicast DNS: the class has one bit less (RFC 6762, 10.2 and 18.12) */
	const char *young;   /* the first type that only a number stands for in the line; NULL for none */
};

/* The name at the reader, which moves behind it; false when it is cut or invalid: " [|domain]" is to follow. */
bool mst_dns_words_name(struct mst_line *line, const struct mst_dns *dns, struct mst_reader *r);

/* " A? example.com."; false as above. */
bool mst_dns_words_question(struct mst_dns_words *words);

/* Type and data of a record: " A 10.0.0.1". */
enum mst_dns_words_end {
	MST_DNS_WORDS_WHOLE,
	MST_DNS_WORDS_HEADLESS, /* nothing is written: its head is cut */
	MST_DNS_WORDS_CUT,      /* cut or invalid behind the type */
};
enum mst_dns_words_end mst_dns_words_record(struct mst_dns_words *words);

#endif
