/* SPDX-License-Identifier: BSD-2-Clause */
/* ifaces.c - see ifaces.h. */
#include "net/ifaces.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST_ROOM 8

/* Returns the array with room for one more item, possibly moved. NULL without memory. */
static void *with_room(void *array, size_t *room, size_t count, size_t item_size)
{
	size_t wanted = *room ? *room * 2 : FIRST_ROOM;
	void *bigger;

	if (count < *room)
		return array;
	bigger = reallocarray(array, wanted, item_size);
	if (bigger)
		*room = wanted;
	return bigger;
}

static void read_name(char name[IF_NAMESIZE], const struct nlattr *attr)
{
	size_t length = strnlen(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));

	if (length >= IF_NAMESIZE)
		length = IF_NAMESIZE - 1;
	memcpy(name, mnl_attr_get_payload(attr), length);
	name[length] = '\0';
}

/* IFLA_INFO_KIND, in IFLA_LINKINFO. PRP is a mode of kind hsr. */
static int take_kind(const struct nlattr *attr, void *context)
{
	struct mst_iface *link = context;
	const char *kind = mnl_attr_get_payload(attr);
	size_t count = strnlen(kind, mnl_attr_get_payload_len(attr));

	if (mnl_attr_get_type(attr) == IFLA_INFO_KIND) {
		link->vrf = count == 3 && memcmp(kind, "vrf", count) == 0;
		link->ports_mac = count == 3 && memcmp(kind, "hsr", count) == 0;
	}
	return MNL_CB_OK;
}

static int take_link(const struct nlmsghdr *message, void *context)
{
	struct mst_ifaces *ifaces = context;
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[IFLA_NUM_TX_QUEUES + 1];
	struct mst_iface *links, *link;
	uint32_t master;

	if (message->nlmsg_type != RTM_NEWLINK || !mst_rtnl_attrs(message, sizeof *info, attrs, IFLA_NUM_TX_QUEUES) ||
	    !attrs[IFLA_IFNAME])
		return 0;
	links = with_room(ifaces->links, &ifaces->link_room, ifaces->link_count, sizeof *links);
	if (!links)
		return -ENOMEM;
	ifaces->links = links;
	link = &links[ifaces->link_count++];
	*link = (struct mst_iface){
		.index = info->ifi_index,
		.up = info->ifi_flags & IFF_UP,
		.running = info->ifi_flags & IFF_RUNNING,
		.loopback = info->ifi_flags & IFF_LOOPBACK,
		.no_arp = info->ifi_flags & IFF_NOARP,
		.type = info->ifi_type,
	};
	mst_rtnl_u32(attrs[IFLA_MTU], &link->mtu);
	if (mst_rtnl_u32(attrs[IFLA_MASTER], &master))
		link->master = (int)master;
	mst_rtnl_u32(attrs[IFLA_NUM_TX_QUEUES], &link->tx_queues);
	if (attrs[IFLA_ADDRESS] && mnl_attr_get_payload_len(attrs[IFLA_ADDRESS]) == sizeof link->mac)
		memcpy(link->mac, mnl_attr_get_payload(attrs[IFLA_ADDRESS]), sizeof link->mac);
	if (attrs[IFLA_LINKINFO])
		mnl_attr_parse_nested(attrs[IFLA_LINKINFO], take_kind, link);
	read_name(link->name, attrs[IFLA_IFNAME]);
	return 0;
}

/*
 * IFA_LOCAL is this machine's address. IFA_ADDRESS is the same, except on point-to-point links, where it is the
 * peer's.
 */
static int take_addr(const struct nlmsghdr *message, void *context)
{
	struct mst_ifaces *ifaces = context;
	const struct ifaddrmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[IFA_LOCAL + 1];
	struct mst_iface_addr *addrs;
	struct mst_addr subnet, own;
	enum mst_family family;

	if (message->nlmsg_type != RTM_NEWADDR || !mst_rtnl_attrs(message, sizeof *info, attrs, IFA_LOCAL))
		return 0;
	family = mst_family_of_rtnl(info->ifa_family);
	if (info->ifa_prefixlen > (family == MST_IPV6 ? 128 : 32) ||
	    !mst_rtnl_addr(attrs[IFA_ADDRESS], family, &subnet))
		return 0;
	if (mst_addr_is_link_local(&subnet))
		subnet.scope = info->ifa_index;
	if (!mst_rtnl_addr(attrs[IFA_LOCAL], family, &own))
		own = subnet;
	addrs = with_room(ifaces->addrs, &ifaces->addr_room, ifaces->addr_count, sizeof *addrs);
	if (!addrs)
		return -ENOMEM;
	ifaces->addrs = addrs;
	addrs[ifaces->addr_count++] = (struct mst_iface_addr){
		.index = (int)info->ifa_index,
		.addr = own,
		.subnet = subnet,
		.prefix_length = info->ifa_prefixlen,
		.duplicate = info->ifa_flags & IFA_F_DADFAILED,
		.tentative = (info->ifa_flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED)) ==
		             IFA_F_TENTATIVE,
	};
	return 0;
}

static void forget_links(void *context)
{
	((struct mst_ifaces *)context)->link_count = 0;
}

static void forget_addrs(void *context)
{
	((struct mst_ifaces *)context)->addr_count = 0;
}

const struct mst_rtnl_reading mst_ifaces_links = { take_link, forget_links };
const struct mst_rtnl_reading mst_ifaces_addrs = { take_addr, forget_addrs };

int mst_ifaces_read(struct mst_ifaces *ifaces, struct mst_rtnl *rtnl, struct mst_error *err)
{
	int code = mst_rtnl_dump(rtnl, RTM_GETLINK, sizeof(struct ifinfomsg), AF_UNSPEC, &mst_ifaces_links, ifaces);

	if (code == 0)
		code = mst_rtnl_dump(rtnl, RTM_GETADDR, sizeof(struct ifaddrmsg), AF_UNSPEC, &mst_ifaces_addrs, ifaces);
	if (code == 0)
		return 0;
	mst_ifaces_free(ifaces);
	return mst_fail(err, code, "cannot list the network interfaces: %s", strerror(-code));
}

int mst_ifaces_now(struct mst_ifaces *ifaces, struct mst_error *err)
{
	struct mst_rtnl *rtnl;
	int code = mst_rtnl_open(&rtnl, err);

	*ifaces = (struct mst_ifaces){ 0 };
	if (code == 0)
		code = mst_ifaces_read(ifaces, rtnl, err);
	mst_rtnl_close(rtnl);
	return code;
}

void mst_ifaces_free(struct mst_ifaces *ifaces)
{
	free(ifaces->links);
	free(ifaces->addrs);
	*ifaces = (struct mst_ifaces){ 0 };
}

const struct mst_iface *mst_ifaces_named(const struct mst_ifaces *ifaces, const char *name)
{
	uint64_t index;

	for (size_t i = 0; i < ifaces->link_count; i++)
		if (strcmp(ifaces->links[i].name, name) == 0)
			return &ifaces->links[i];
	return mst_read_whole(&index, name, INT32_MAX) == 0 ? mst_ifaces_at(ifaces, (int)index) : NULL;
}

const struct mst_iface *mst_ifaces_at(const struct mst_ifaces *ifaces, int index)
{
	for (size_t i = 0; i < ifaces->link_count; i++)
		if (ifaces->links[i].index == index)
			return &ifaces->links[i];
	return NULL;
}

int mst_ifaces_vrf_of(const struct mst_ifaces *ifaces, int index)
{
	const struct mst_iface *link = mst_ifaces_at(ifaces, index);
	const struct mst_iface *master = link && link->master ? mst_ifaces_at(ifaces, link->master) : NULL;

	if (link && link->vrf)
		return link->index;
	return master && master->vrf ? master->index : 0;
}

const struct mst_iface_addr *mst_ifaces_find_addr(const struct mst_ifaces *ifaces, const struct mst_addr *addr)
{
	for (size_t i = 0; i < ifaces->addr_count; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];

		if (own->addr.family == addr->family && memcmp(own->addr.bytes, addr->bytes, sizeof addr->bytes) == 0 &&
		    (!addr->scope || own->index == (int)addr->scope))
			return own;
	}
	return NULL;
}

bool mst_ifaces_may_use(const struct mst_ifaces *ifaces, int index, const struct mst_addr *addr)
{
	struct mst_addr there = *addr;
	const struct mst_iface_addr *own;

	there.scope = (uint32_t)index;
	own = mst_ifaces_find_addr(ifaces, &there);
	return own && mst_iface_addr_is_usable(own);
}

int mst_iface_addr_refuse(const struct mst_iface_addr *own, struct mst_error *err)
{
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&own->addr, addr);
	if (own->duplicate)
		return mst_fail(
			err, -EADDRNOTAVAIL,
			"source %s is a duplicate: another machine has it; expected an address of this machine alone",
			addr);
	return mst_fail(err, -EADDRNOTAVAIL,
	                "source %s is tentative: duplicate address detection takes another second or two; expected an "
	                "address whose detection has finished",
	                addr);
}

bool mst_ifaces_has_addr(const struct mst_ifaces *ifaces, int index, uint8_t family)
{
	for (size_t i = 0; i < ifaces->addr_count; i++)
		if (ifaces->addrs[i].index == index && ifaces->addrs[i].addr.family == family &&
		    mst_iface_addr_is_usable(&ifaces->addrs[i]))
			return true;
	return false;
}

/* Adds one item to a list in text; false, with dots in its place, when there is no room. */
static bool add_item(char *text, size_t size, const char *item, const char *remark)
{
	size_t at = strlen(text);
	const char *comma = at ? ", " : "";

	if (at + strlen(comma) + strlen(item) + strlen(remark) + sizeof ", …" > size) {
		snprintf(text + at, size - at, "%s…", comma);
		return false;
	}
	snprintf(text + at, size - at, "%s%s%s", comma, item, remark);
	return true;
}

const char *mst_ifaces_names(const struct mst_ifaces *ifaces, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < ifaces->link_count; i++)
		if (!add_item(text, size, ifaces->links[i].name, ifaces->links[i].up ? "" : " (down)"))
			break;
	return text;
}

const char *mst_ifaces_addresses(const struct mst_ifaces *ifaces, uint8_t family, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < ifaces->addr_count; i++) {
		const struct mst_iface *link = mst_ifaces_at(ifaces, ifaces->addrs[i].index);
		char addr[MST_ADDR_TEXT], remark[IF_NAMESIZE + 4];

		if (ifaces->addrs[i].addr.family != family || !mst_iface_addr_is_usable(&ifaces->addrs[i]))
			continue;
		mst_addr_format(&ifaces->addrs[i].addr, addr);
		snprintf(remark, sizeof remark, " (%s)", link ? link->name : "?");
		if (!add_item(text, size, addr, remark))
			break;
	}
	return text;
}
