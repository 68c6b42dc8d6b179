/* SPDX-License-Identifier: BSD-2-Clause */
/* neigh.c - see neigh.h. */
#include "net/neigh.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <string.h>

/* States in which the kernel itself would send to this address (its NUD_VALID). */
#define VALID (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_PROBE | NUD_STALE | NUD_DELAY)

/* Those of them in which it would not verify the address first, or at the same time (its NUD_CONNECTED). */
#define SURE (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE)

static int take_neigh(const struct nlmsghdr *message, void *context)
{
	const struct ndmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[NDA_LLADDR + 1];
	struct mst_neigh *neigh = context;

	neigh->valid = neigh->sure = neigh->fixed = false;
	if (message->nlmsg_type != RTM_NEWNEIGH || !mst_rtnl_attrs(message, sizeof *info, attrs, NDA_LLADDR))
		return 0;
	neigh->valid = (info->ndm_state & VALID) && attrs[NDA_LLADDR] &&
	               mnl_attr_get_payload_len(attrs[NDA_LLADDR]) == sizeof neigh->mac;
	neigh->sure = neigh->valid && (info->ndm_state & SURE);
	neigh->fixed = neigh->valid &&
	               ((info->ndm_state & (NUD_PERMANENT | NUD_NOARP)) || (info->ndm_flags & NTF_EXT_LEARNED));
	if (neigh->valid)
		memcpy(neigh->mac, mnl_attr_get_payload(attrs[NDA_LLADDR]), sizeof neigh->mac);
	return 0;
}

bool mst_neigh_read(struct mst_neigh *neigh, int *ifindex, struct mst_addr *addr, const struct nlmsghdr *message)
{
	const struct ndmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[NDA_LLADDR + 1];

	if (!mst_rtnl_attrs(message, sizeof *info, attrs, NDA_LLADDR) ||
	    !mst_rtnl_addr(attrs[NDA_DST], mst_family_of_rtnl(info->ndm_family), addr))
		return false;
	*ifindex = info->ndm_ifindex;
	if (mst_addr_is_link_local(addr))
		addr->scope = (uint32_t)info->ndm_ifindex;
	take_neigh(message, neigh);
	return true;
}

const struct mst_rtnl_reading mst_neigh_answer = { take_neigh, NULL };

static struct nlmsghdr *question(void *buffer, uint16_t type, uint16_t flags, int ifindex, const struct mst_addr *addr,
                                 struct ndmsg **info)
{
	struct nlmsghdr *message = mst_rtnl_question(buffer, type, flags, sizeof **info, (void **)info);

	(*info)->ndm_family = mst_rtnl_family(addr->family);
	(*info)->ndm_ifindex = ifindex;
	mst_rtnl_put_addr(message, NDA_DST, addr);
	return message;
}

int mst_neigh_ask(struct mst_neigh *neigh, struct mst_rtnl *rtnl, int ifindex, const struct mst_addr *addr)
{
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];
	struct ndmsg *info;
	int code;

	*neigh = (struct mst_neigh){ .valid = false };
	code = mst_rtnl_ask(rtnl, question(buffer, RTM_GETNEIGH, 0, ifindex, addr, &info), &mst_neigh_answer, neigh);
	return code == 0 && !neigh->valid ? -ENOENT : code;
}

/* ---- the whole table ---- */

struct dump {
	mst_neigh_sink *sink;
	void *user;
};

static int take_any(const struct nlmsghdr *message, void *context)
{
	const struct ndmsg *info = mnl_nlmsg_get_payload(message);
	const struct dump *dump = context;
	struct mst_neigh neigh;

	take_neigh(message, &neigh);
	return message->nlmsg_type == RTM_NEWNEIGH && neigh.valid ? dump->sink(dump->user, info->ndm_ifindex, neigh.mac)
	                                                          : 0;
}

int mst_neigh_dump(struct mst_rtnl *rtnl, mst_neigh_sink *sink, void *user)
{
	static const struct mst_rtnl_reading reading = { take_any, NULL };
	struct dump dump = { sink, user };

	return mst_rtnl_dump(rtnl, RTM_GETNEIGH, sizeof(struct ndmsg), AF_UNSPEC, &reading, &dump);
}
