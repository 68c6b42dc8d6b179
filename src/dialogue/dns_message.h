/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_message.h - questions and answers of DNS (RFC 1035, 4), for the dialogues of DNS and mDNS. */
#ifndef MST_DIALOGUE_DNS_MESSAGE_H
#define MST_DIALOGUE_DNS_MESSAGE_H

#include "dialogue/dialogue.h"

enum { MST_DOMAIN_PTR = 12, MST_DOMAIN_TXT = 16, MST_DOMAIN_IN = 1, MST_DOMAIN_CHAOS = 3, MST_DOMAIN_UNICAST = 0x8000 };

struct mst_domain_head {
	uint16_t id, flags, questions, answers;
};

/* One record of an answer; its data is at `at` of the message, and in `data`. */
struct mst_domain_record {
	uint16_t type, class;
	size_t at;
	struct mst_reader data;
};

/* A question for a name such as version.bind. */
void mst_domain_ask(struct mst_talk *talk, uint16_t id, const char *name, uint16_t type, uint16_t class);

/* Reads the head and passes over the questions: false for what is cut, or no response. */
bool mst_domain_begin(struct mst_reader *r, struct mst_domain_head *head);

/* The next record; `message` is where the whole message begins. False: it is cut. */
bool mst_domain_next(struct mst_reader *r, const uint8_t *message, struct mst_domain_record *record);

/* The name at this place of a message, with dots; returns its size, 0 for a name that is cut, too long or circular. */
size_t mst_domain_name(const uint8_t *message, size_t size, size_t at, char *name, size_t room);

#endif
