/* SPDX-License-Identifier: BSD-2-Clause */
/* rtnl.c - see rtnl.h. */
#include "net/rtnl.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define TRIES 10

/* The kernel sends dumps in messages as large as the reader's last buffer, up to 32 KiB. */
#define BUFFER_SIZE 32768

struct mst_rtnl {
	struct mnl_socket *socket;
	uint32_t sequence;
	_Alignas(MNL_ALIGNTO) char buffer[BUFFER_SIZE];
};

int mst_rtnl_open_for(struct mst_rtnl **out, int protocol, struct mst_error *err)
{
	struct mst_rtnl *rtnl = calloc(1, sizeof *rtnl);

	*out = NULL;
	if (!rtnl)
		return mst_fail(err, -ENOMEM, "no memory to ask the kernel for routes");
	rtnl->socket = mnl_socket_open2(protocol, SOCK_CLOEXEC);
	if (!rtnl->socket || mnl_socket_bind(rtnl->socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		int code = -errno;

		mst_rtnl_close(rtnl);
		return mst_fail(err, code, "cannot ask the kernel for routes (rtnetlink): %s", strerror(-code));
	}
	*out = rtnl;
	return 0;
}

int mst_rtnl_open(struct mst_rtnl **out, struct mst_error *err)
{
	return mst_rtnl_open_for(out, NETLINK_ROUTE, err);
}

void mst_rtnl_close(struct mst_rtnl *rtnl)
{
	if (!rtnl)
		return;
	if (rtnl->socket)
		mnl_socket_close(rtnl->socket);
	free(rtnl);
}

struct nlmsghdr *mst_rtnl_question(void *buffer, uint16_t type, uint16_t flags, size_t header_size, void **header)
{
	struct nlmsghdr *question = mnl_nlmsg_put_header(buffer);

	question->nlmsg_type = type;
	question->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	*header = mnl_nlmsg_put_extra_header(question, header_size);
	return question;
}

/* NLMSG_ERROR and NLMSG_DONE end an answer; both begin with an int, 0 or a negative errno. */
static int closing_code(const struct nlmsghdr *message)
{
	int code;

	if (mnl_nlmsg_get_payload_len(message) < sizeof code)
		return message->nlmsg_type == NLMSG_DONE ? 0 : -EBADMSG;
	memcpy(&code, mnl_nlmsg_get_payload(message), sizeof code);
	return code > 0 ? -EBADMSG : code;
}

static int read_message(struct mst_rtnl_answer *answer, const struct nlmsghdr *message,
                        const struct mst_rtnl_reading *reading, void *context)
{
	if (message->nlmsg_seq != answer->sequence || message->nlmsg_type == NLMSG_NOOP)
		return 0;
	if (message->nlmsg_flags & NLM_F_DUMP_INTR)
		answer->interrupted = true;
	if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) {
		answer->finished = true;
		return closing_code(message);
	}
	answer->finished = !(message->nlmsg_flags & NLM_F_MULTI);
	return reading->take(message, context);
}

/*
 * This replaces libmnl's loop (mnl_cb_run), which accepts a message with a length of 2^31 bytes or more as a short
 * one, and ignores the error in NLMSG_DONE. Lengths include padding, so that attributes cannot reach past the buffer.
 */
int mst_rtnl_read(struct mst_rtnl_answer *answer, const void *bytes, size_t count,
                  const struct mst_rtnl_reading *reading, void *context)
{
	const char *at = bytes;
	size_t left = count;
	int code = 0;

	while (left > 0 && !answer->finished && code == 0) {
		const struct nlmsghdr *message = (const void *)at;
		size_t size;

		if (left < sizeof *message || message->nlmsg_len < sizeof *message || message->nlmsg_len > left)
			return -EBADMSG;
		size = ((size_t)message->nlmsg_len + MNL_ALIGNTO - 1) & ~(size_t)(MNL_ALIGNTO - 1);
		if (size > left)
			return -EBADMSG;
		code = read_message(answer, message, reading, context);
		at += size;
		left -= size;
	}
	return code;
}

/*
 * Sends one question and reads its complete answer. An interrupted dump is read to its end too: until then the socket
 * is busy.
 */
static int ask_once(struct mst_rtnl *rtnl, struct nlmsghdr *question, const struct mst_rtnl_reading *reading,
                    void *context)
{
	struct mst_rtnl_answer answer = { .sequence = ++rtnl->sequence };
	int code = 0;

	question->nlmsg_seq = answer.sequence;
	if (mnl_socket_sendto(rtnl->socket, question, question->nlmsg_len) < 0)
		return -errno;
	while (code == 0 && !answer.finished) {
		ssize_t got = mnl_socket_recvfrom(rtnl->socket, rtnl->buffer, sizeof rtnl->buffer);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -errno : -EBADMSG;
		code = mst_rtnl_read(&answer, rtnl->buffer, (size_t)got, reading, context);
	}
	return code == 0 && answer.interrupted ? -EINTR : code;
}

int mst_rtnl_ask(struct mst_rtnl *rtnl, struct nlmsghdr *question, const struct mst_rtnl_reading *reading,
                 void *context)
{
	for (int tries = 0; tries < TRIES; tries++) {
		int code = ask_once(rtnl, question, reading, context);

		if (code != -EINTR)
			return code;
		if (reading->forget)
			reading->forget(context);
	}
	return -EAGAIN;
}

struct attr_table {
	const struct nlattr **attrs;
	uint16_t max;
};

static int enter(const struct nlattr *attr, void *context)
{
	const struct attr_table *table = context;
	uint16_t type = mnl_attr_get_type(attr);

	if (type <= table->max)
		table->attrs[type] = attr;
	return MNL_CB_OK;
}

bool mst_rtnl_attrs(const struct nlmsghdr *message, size_t header_size, const struct nlattr **attrs, uint16_t max)
{
	struct attr_table table = { attrs, max };

	for (size_t type = 0; type <= max; type++)
		attrs[type] = NULL;
	if (mnl_nlmsg_get_payload_len(message) < header_size)
		return false;
	mnl_attr_parse(message, (unsigned)header_size, enter, &table);
	return true;
}

bool mst_rtnl_u32(const struct nlattr *attr, uint32_t *value)
{
	if (!attr || mnl_attr_get_payload_len(attr) != sizeof *value)
		return false;
	*value = mnl_attr_get_u32(attr);
	return true;
}

static size_t addr_bytes(enum mst_family family)
{
	return family == MST_IPV6 ? 16 : 4;
}

bool mst_rtnl_addr(const struct nlattr *attr, enum mst_family family, struct mst_addr *addr)
{
	if (!attr || family == MST_NO_FAMILY || mnl_attr_get_payload_len(attr) != addr_bytes(family))
		return false;
	*addr = (struct mst_addr){ .family = (uint8_t)family };
	memcpy(addr->bytes, mnl_attr_get_payload(attr), addr_bytes(family));
	return true;
}

void mst_rtnl_put_addr(struct nlmsghdr *question, uint16_t type, const struct mst_addr *addr)
{
	mnl_attr_put(question, type, addr_bytes((enum mst_family)addr->family), addr->bytes);
}

int mst_rtnl_dump(struct mst_rtnl *rtnl, uint16_t type, size_t header_size, uint8_t family,
                  const struct mst_rtnl_reading *reading, void *context)
{
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];
	void *header;
	struct nlmsghdr *question = mst_rtnl_question(buffer, type, NLM_F_DUMP, header_size, &header);

	*(uint8_t *)header = family; /* the first member of all these headers */
	return mst_rtnl_ask(rtnl, question, reading, context);
}
