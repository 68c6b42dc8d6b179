/* SPDX-License-Identifier: BSD-2-Clause */
/* netdev.c - see netdev.h. */
#include "net/netdev.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"

/* As in the kernel's include/uapi/linux/netdev.h, which older systems do not have. */
enum { DEV_GET = 1, A_IFINDEX = 1, A_XDP_FEATURES = 3 };
#define BUFFER_BYTES 8192

struct question {
	struct mnl_socket *socket;
	uint16_t family;
	uint16_t wanted; /* attribute */
	uint64_t found;
	bool any;
	_Alignas(MNL_ALIGNTO) char buffer[BUFFER_BYTES];
};

static int take_attr(const struct nlattr *attr, void *context)
{
	struct question *question = context;

	if (mnl_attr_get_type(attr) != question->wanted)
		return MNL_CB_OK;
	question->any = true;
	switch (mnl_attr_get_payload_len(attr)) {
	case sizeof(uint16_t): question->found = mnl_attr_get_u16(attr); break;
	case sizeof(uint64_t): question->found = mnl_attr_get_u64(attr); break;
	default: question->any = false;
	}
	return MNL_CB_OK;
}

static int take_message(const struct nlmsghdr *message, void *context)
{
	return mnl_attr_parse(message, sizeof(struct genlmsghdr), take_attr, context);
}

static struct nlmsghdr *begin(struct question *question, uint16_t family, uint8_t command)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(question->buffer);
	struct genlmsghdr *generic = mnl_nlmsg_put_extra_header(message, sizeof *generic);

	message->nlmsg_type = family;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	message->nlmsg_seq = 1;
	generic->cmd = command;
	generic->version = 1;
	return message;
}

/* Sends the question and takes the attribute wanted out of its answer. 0, or a negative errno. */
static int ask(struct question *question, struct nlmsghdr *message, uint16_t wanted)
{
	unsigned portid = mnl_socket_get_portid(question->socket);
	int more = MNL_CB_OK;

	question->wanted = wanted;
	question->any = false;
	if (mnl_socket_sendto(question->socket, message, message->nlmsg_len) < 0)
		return -errno;
	while (more > MNL_CB_STOP) {
		ssize_t got = mnl_socket_recvfrom(question->socket, question->buffer, sizeof question->buffer);

		if (got < 0)
			return -errno;
		more = mnl_cb_run(question->buffer, (size_t)got, 1, portid, take_message, question);
	}
	if (more < 0)
		return -errno;
	return question->any ? 0 : -ENOENT;
}

static int ask_both(struct question *question, int ifindex)
{
	struct nlmsghdr *message;
	int code;

	if (mnl_socket_bind(question->socket, 0, MNL_SOCKET_AUTOPID) < 0)
		return -errno;
	message = begin(question, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, "netdev");
	code = ask(question, message, CTRL_ATTR_FAMILY_ID);
	if (code < 0)
		return code;
	message = begin(question, (uint16_t)question->found, DEV_GET);
	mnl_attr_put_u32(message, A_IFINDEX, (uint32_t)ifindex);
	return ask(question, message, A_XDP_FEATURES);
}

int mst_netdev_xdp(uint64_t *features, int ifindex, struct mst_error *err)
{
	struct question question = { .socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC) };
	int code = question.socket ? ask_both(&question, ifindex) : -errno;

	if (question.socket)
		mnl_socket_close(question.socket);
	if (code == -ENOENT) /* there is no such family */
		return mst_fail(err, -ENOSYS,
		                "this kernel does not report the XDP features of devices (Linux 6.3 does)");
	if (code < 0)
		return mst_fail(err, -ENOSYS,
		                "this kernel does not report the XDP features of devices (Linux 6.3 does): %s",
		                strerror(-code));
	*features = question.found;
	return 0;
}
