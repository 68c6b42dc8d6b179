/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answers.h - the addresses of one family that a name has, from whichever source: the hosts file, a name server, or
 * the C library.
 */
#ifndef MST_TARGET_ANSWERS_H
#define MST_TARGET_ANSWERS_H

#include <errno.h>
#include <muster/addr.h>
#include <stdlib.h>
#include <string.h>

#include "base/sockaddr.h"

/* A question that is asked of resolver.h or system_names.h: a name, and one of its two families. */
struct mst_name_question {
	size_t at; /* of the name, for the caller */
	bool ipv6;
};

struct mst_name_answer {
	struct mst_name_question question;
	struct mst_addr *addrs; /* owned: mst_name_answer_free */
	size_t count, room;
	const char *wrong; /* NULL, or why there is none: words for the end of a sentence. Static */
	bool temporary;    /* no name server answered: the name may exist */
	bool none;         /* the name exists, or may, and has no address of this family */
};

/* Takes an answer, which it may copy from; not to be kept. */
typedef void mst_name_answered(void *user, const struct mst_name_answer *answer);

/* Puts an address at the end of a list that grows. 0 or -ENOMEM. */
static inline int mst_name_addrs_add(struct mst_addr **addrs, size_t *count, size_t *room, const struct mst_addr *addr)
{
	if (*count == *room) {
		size_t more = *room ? *room * 2 : 2;
		struct mst_addr *grown = reallocarray(*addrs, more, sizeof *grown);

		if (!grown)
			return -ENOMEM;
		*addrs = grown;
		*room = more;
	}
	(*addrs)[(*count)++] = *addr;
	return 0;
}

static inline int mst_name_answer_add(struct mst_name_answer *answer, const struct mst_addr *addr)
{
	return mst_name_addrs_add(&answer->addrs, &answer->count, &answer->room, addr);
}

/* One address as the C library and c-ares have it. Other families are left out. */
static inline int mst_name_answer_add_socket(struct mst_name_answer *answer, const struct sockaddr *from)
{
	struct mst_addr addr = mst_sockaddr_addr(from);

	return addr.family == MST_NO_FAMILY ? 0 : mst_name_answer_add(answer, &addr);
}

static inline void mst_name_answer_free(struct mst_name_answer *answer)
{
	free(answer->addrs);
	*answer = (struct mst_name_answer){ 0 };
}

#endif
