/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtnl.h - an rtnetlink socket (rtnetlink(7)): sends a question to the kernel and reads its answer.
 *
 * Parsing is separate from receiving: mst_rtnl_read works on bytes alone, so that it can be fuzzed.
 */
#ifndef MST_NET_RTNL_H
#define MST_NET_RTNL_H

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <muster/addr.h>
#include <muster/error.h>

/* Room for the questions of this room: a header and a few attributes. */
#define MST_RTNL_REQUEST 256

struct mst_rtnl;

/* How the messages of an answer are handled. */
struct mst_rtnl_reading {
	int (*take)(const struct nlmsghdr *message, void *context); /* 0, or -errno: ends the reading */
	void (*forget)(void *context); /* an interrupted dump starts again; NULL: nothing to forget */
};

/* The state of reading one answer, over any number of buffers. Start with only `sequence` set. */
struct mst_rtnl_answer {
	uint32_t sequence; /* messages with another number belong to earlier questions, and are skipped */
	bool finished;
	bool interrupted; /* the tables changed during the dump (NLM_F_DUMP_INTR): the answer is inconsistent */
};

int mst_rtnl_open(struct mst_rtnl **rtnl, struct mst_error *err);

/* The same for another protocol of netlink(7): NETLINK_… */
int mst_rtnl_open_for(struct mst_rtnl **rtnl, int protocol, struct mst_error *err);
void mst_rtnl_close(struct mst_rtnl *rtnl);

/* An empty question in `buffer` (MST_RTNL_REQUEST bytes, aligned to 4); `header`: its zeroed fixed part. */
struct nlmsghdr *mst_rtnl_question(void *buffer, uint16_t type, uint16_t flags, size_t header_size, void **header);

/* Sends the question and reads all of its answer; an interrupted dump is repeated a few times. 0, the
 * negative errno that the kernel answered with, or -EAGAIN when every dump was interrupted. */
int mst_rtnl_ask(struct mst_rtnl *rtnl, struct nlmsghdr *question, const struct mst_rtnl_reading *reading,
                 void *context);

/* Asks for a table of the kernel, whole: a question of this type, with nothing in its fixed part but the family (AF_…).
 */
int mst_rtnl_dump(struct mst_rtnl *rtnl, uint16_t type, size_t header_size, uint8_t family,
                  const struct mst_rtnl_reading *reading, void *context);

/* Reads one received buffer, aligned to 4. 0, -errno of the kernel or `take`, -EBADMSG for broken bytes. */
int mst_rtnl_read(struct mst_rtnl_answer *answer, const void *bytes, size_t count,
                  const struct mst_rtnl_reading *reading, void *context);

/* The attributes after a fixed header, by type, for types in [0, max]; the table has max + 1 places. False
 * when the message does not even hold the header. */
bool mst_rtnl_attrs(const struct nlmsghdr *message, size_t header_size, const struct nlattr **attrs, uint16_t max);

/* The value of an attribute; false when it is missing (NULL) or has another size. */
bool mst_rtnl_u32(const struct nlattr *attr, uint32_t *value);
bool mst_rtnl_addr(const struct nlattr *attr, enum mst_family family, struct mst_addr *addr);

/* AF_INET or AF_INET6, and back; MST_NO_FAMILY for every other. */
static inline uint8_t mst_rtnl_family(uint8_t family)
{
	return family == MST_IPV6 ? AF_INET6 : AF_INET;
}

static inline enum mst_family mst_family_of_rtnl(uint8_t family)
{
	return family == AF_INET ? MST_IPV4 : family == AF_INET6 ? MST_IPV6 : MST_NO_FAMILY;
}

/* Puts an address into a question. */
void mst_rtnl_put_addr(struct nlmsghdr *question, uint16_t type, const struct mst_addr *addr);

#endif
