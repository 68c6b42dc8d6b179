/* SPDX-License-Identifier: BSD-2-Clause */
/* survey.c - see survey.h. */
#include "net/survey.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST_ROOM 8
#define TRIES 3

/* Appends a zeroed item to an array, which may move. NULL without memory. */
static void *next_place(void **array, size_t *count, size_t *room, size_t item_bytes)
{
	char *place;

	if (*count == *room) {
		size_t wanted = *room ? *room * 2 : FIRST_ROOM;
		void *bigger = reallocarray(*array, wanted, item_bytes);

		if (!bigger)
			return NULL;
		*array = bigger;
		*room = wanted;
	}
	place = (char *)*array + (*count)++ * item_bytes;
	return memset(place, 0, item_bytes);
}

#define NEXT_PLACE(survey, member) \
	next_place((void **)&(survey)->member##s, &(survey)->member##_count, &(survey)->member##_room, \
	           sizeof *(survey)->member##s)

static void copy_text(char *text, size_t size, const struct nlattr *attr)
{
	size_t length = attr ? strnlen(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr)) : 0;

	length = length < size ? length : size - 1;
	if (length)
		memcpy(text, mnl_attr_get_payload(attr), length);
	text[length] = '\0';
}

static uint8_t copy_bytes(uint8_t *bytes, const struct nlattr *attr)
{
	size_t count = attr ? mnl_attr_get_payload_len(attr) : 0;

	if (count == 0 || count > MST_LINK_ADDR_MAX)
		return 0;
	memcpy(bytes, mnl_attr_get_payload(attr), count);
	return (uint8_t)count;
}

/* ---- links ---- */

/* clang-format off */
static const struct {
	uint16_t hardware;
	const char *word;
} types[] = {
	{ ARPHRD_LOOPBACK, "loopback" }, { ARPHRD_ETHER, "ethernet" }, { ARPHRD_NONE, "tun" }, { ARPHRD_PPP, "ppp" },
	{ ARPHRD_TUNNEL, "ipip" }, { ARPHRD_TUNNEL6, "ip6tnl" }, { ARPHRD_SIT, "sit" }, { ARPHRD_IPGRE, "gre" },
	{ ARPHRD_INFINIBAND, "infiniband" }, { ARPHRD_IEEE80211, "wireless" }, { ARPHRD_IEEE80211_PRISM, "wireless" },
	{ ARPHRD_IEEE80211_RADIOTAP, "wireless" }, { ARPHRD_IEEE802154, "ieee802154" }, { ARPHRD_CAN, "can" },
};
/* clang-format on */

/* IFLA_INFO_KIND and, of a VLAN, the number in IFLA_INFO_DATA, nested in IFLA_LINKINFO. */
struct kind {
	char text[32];
	uint16_t vlan;
};

static int take_vlan(const struct nlattr *attr, void *context)
{
	if (mnl_attr_get_type(attr) == IFLA_VLAN_ID && mnl_attr_get_payload_len(attr) == sizeof(uint16_t))
		*(uint16_t *)context = mnl_attr_get_u16(attr);
	return MNL_CB_OK;
}

static int take_kind(const struct nlattr *attr, void *context)
{
	struct kind *kind = context;

	if (mnl_attr_get_type(attr) == IFLA_INFO_DATA)
		mnl_attr_parse_nested(attr, take_vlan, &kind->vlan);
	if (mnl_attr_get_type(attr) == IFLA_INFO_KIND)
		copy_text(kind->text, sizeof kind->text, attr);
	return MNL_CB_OK;
}

/* The kind that the driver reports, else by hardware type; "tun" means tap devices too. Returns the number of a VLAN.
 */
static uint16_t read_type(char type[32], const struct nlattr *link_info, uint16_t hardware)
{
	struct kind kind = { "", 0 };

	if (link_info)
		mnl_attr_parse_nested(link_info, take_kind, &kind);
	if (strcmp(kind.text, "tun") == 0 && hardware == ARPHRD_ETHER)
		strcpy(kind.text, "tap");
	for (size_t i = 0; !kind.text[0] && i < sizeof types / sizeof *types; i++) {
		if (types[i].hardware == hardware)
			strcpy(kind.text, types[i].word);
	}
	strcpy(type, kind.text[0] ? kind.text : "unknown");
	return strcmp(type, "vlan") == 0 ? kind.vlan : 0;
}

static enum mst_interface_state state_of(unsigned flags)
{
	if (!(flags & IFF_UP))
		return MST_INTERFACE_DOWN;
	return flags & IFF_RUNNING ? MST_INTERFACE_UP : MST_INTERFACE_NO_CARRIER;
}

static int take_link(const struct nlmsghdr *message, void *context)
{
	struct mst_survey *survey = context;
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[IFLA_LINK_NETNSID + 1];
	struct mst_survey_link *link;
	uint32_t number;

	if (message->nlmsg_type != RTM_NEWLINK || !mst_rtnl_attrs(message, sizeof *info, attrs, IFLA_LINK_NETNSID) ||
	    !attrs[IFLA_IFNAME])
		return 0;
	link = NEXT_PLACE(survey, link);
	if (!link)
		return -ENOMEM;
	link->info.index = info->ifi_index;
	link->info.state = state_of(info->ifi_flags);
	link->hardware = info->ifi_type;
	copy_text(link->info.name, sizeof link->info.name, attrs[IFLA_IFNAME]);
	link->vlan = read_type(link->info.type, attrs[IFLA_LINKINFO], info->ifi_type);
	link->info.mac_bytes = info->ifi_type == ARPHRD_LOOPBACK ? 0 : copy_bytes(link->info.mac, attrs[IFLA_ADDRESS]);
	mst_rtnl_u32(attrs[IFLA_MTU], &link->info.mtu);
	link->info.lower_elsewhere = attrs[IFLA_LINK_NETNSID];
	if (mst_rtnl_u32(attrs[IFLA_MASTER], &number))
		link->master = (int)number;
	if (mst_rtnl_u32(attrs[IFLA_LINK], &number) && (int)number != info->ifi_index)
		link->lower = (int)number;
	return 0;
}

/* ---- addresses ---- */

static const char *scope_word(uint8_t scope)
{
	switch (scope) {
	case RT_SCOPE_UNIVERSE: return "global";
	case RT_SCOPE_SITE: return "site";
	case RT_SCOPE_LINK: return "link";
	case RT_SCOPE_HOST: return "host";
	default: return "?";
	}
}

/*
 * IFA_LOCAL is this machine's address. IFA_ADDRESS is the same, except on point-to-point links, where it is the
 * peer's.
 */
static int take_addr(const struct nlmsghdr *message, void *context)
{
	struct mst_survey *survey = context;
	const struct ifaddrmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[IFA_FLAGS + 1];
	struct mst_interface_addr entry = { .scope = "?" };
	struct mst_addr other;
	struct mst_survey_addr *addr;
	uint32_t flags;

	if (message->nlmsg_type != RTM_NEWADDR || !mst_rtnl_attrs(message, sizeof *info, attrs, IFA_FLAGS) ||
	    (info->ifa_family != AF_INET && info->ifa_family != AF_INET6) ||
	    info->ifa_prefixlen > (info->ifa_family == AF_INET ? 32 : 128) ||
	    !mst_rtnl_addr(attrs[IFA_ADDRESS], mst_family_of_rtnl(info->ifa_family), &other))
		return 0;
	if (!mst_rtnl_addr(attrs[IFA_LOCAL], mst_family_of_rtnl(info->ifa_family), &entry.addr))
		entry.addr = other;
	else if (!mst_addr_equal(&entry.addr, &other))
		entry.peer = other;
	flags = mst_rtnl_u32(attrs[IFA_FLAGS], &flags) ? flags : info->ifa_flags;
	entry.prefix_length = info->ifa_prefixlen;
	entry.scope = scope_word(info->ifa_scope);
	entry.secondary = flags & IFA_F_SECONDARY;
	entry.duplicate = flags & IFA_F_DADFAILED;
	entry.tentative = (flags & IFA_F_TENTATIVE) && !entry.duplicate;
	entry.deprecated = flags & IFA_F_DEPRECATED;
	addr = NEXT_PLACE(survey, addr);
	if (!addr)
		return -ENOMEM;
	*addr = (struct mst_survey_addr){ (int)info->ifa_index, entry };
	return 0;
}

/* ---- default routes ---- */

static int add_gateway(struct mst_survey *survey, int index, const struct mst_interface_gateway *entry)
{
	struct mst_survey_gateway *gateway = index ? NEXT_PLACE(survey, gateway) : NULL;

	if (index && !gateway)
		return -ENOMEM;
	if (gateway)
		*gateway = (struct mst_survey_gateway){ index, *entry };
	return 0;
}

/* RTA_VIA: a next hop of another family (RFC 5549). */
static void read_via(struct mst_addr *addr, const struct nlattr *via)
{
	struct rtvia head;
	size_t bytes = via ? mnl_attr_get_payload_len(via) : 0;

	if (bytes != sizeof head + 16)
		return;
	memcpy(&head, mnl_attr_get_payload(via), sizeof head);
	if (head.rtvia_family != AF_INET6)
		return;
	addr->family = MST_IPV6;
	memcpy(addr->bytes, (const char *)mnl_attr_get_payload(via) + sizeof head, 16);
}

struct hop {
	const struct nlattr *gateway, *via;
};

static int take_hop_attr(const struct nlattr *attr, void *context)
{
	struct hop *hop = context;

	if (mnl_attr_get_type(attr) == RTA_GATEWAY)
		hop->gateway = attr;
	if (mnl_attr_get_type(attr) == RTA_VIA)
		hop->via = attr;
	return MNL_CB_OK;
}

/* A multipath route: several next hops, each a struct rtnexthop with attributes. */
static int take_hops(struct mst_survey *survey, const struct nlattr *hops, struct mst_interface_gateway entry,
                     uint8_t family)
{
	const char *at = mnl_attr_get_payload(hops);
	size_t left = mnl_attr_get_payload_len(hops);
	int code = 0;

	while (code == 0 && left >= sizeof(struct rtnexthop)) {
		struct rtnexthop head;
		struct hop hop = { NULL, NULL };
		size_t bytes;

		memcpy(&head, at, sizeof head);
		if (head.rtnh_len < sizeof head || head.rtnh_len > left)
			break;
		mnl_attr_parse_payload(at + sizeof head, head.rtnh_len - sizeof head, take_hop_attr, &hop);
		if (!mst_rtnl_addr(hop.gateway, mst_family_of_rtnl(family), &entry.addr))
			read_via(&entry.addr, hop.via);
		code = add_gateway(survey, head.rtnh_ifindex, &entry);
		bytes = ((size_t)head.rtnh_len + RTNH_ALIGNTO - 1) & ~(size_t)(RTNH_ALIGNTO - 1);
		at += bytes < left ? bytes : left;
		left -= bytes < left ? bytes : left;
	}
	return code;
}

static int take_route(const struct nlmsghdr *message, void *context)
{
	struct mst_survey *survey = context;
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[RTA_VIA + 1];
	struct mst_interface_gateway entry = { .family = MST_IPV4 };
	uint32_t table, index = 0;

	if (message->nlmsg_type != RTM_NEWROUTE || !mst_rtnl_attrs(message, sizeof *info, attrs, RTA_VIA) ||
	    info->rtm_dst_len != 0 || info->rtm_type != RTN_UNICAST ||
	    (info->rtm_family != AF_INET && info->rtm_family != AF_INET6))
		return 0;
	table = mst_rtnl_u32(attrs[RTA_TABLE], &table) ? table : info->rtm_table;
	if (table != RT_TABLE_MAIN)
		return 0;
	if (info->rtm_family == AF_INET6)
		entry.family = MST_IPV6;
	mst_rtnl_u32(attrs[RTA_PRIORITY], &entry.metric);
	if (attrs[RTA_MULTIPATH])
		return take_hops(survey, attrs[RTA_MULTIPATH], entry, info->rtm_family);
	mst_rtnl_u32(attrs[RTA_OIF], &index);
	if (!mst_rtnl_addr(attrs[RTA_GATEWAY], mst_family_of_rtnl(info->rtm_family), &entry.addr))
		read_via(&entry.addr, attrs[RTA_VIA]);
	return add_gateway(survey, (int)index, &entry);
}

/* ---- dumps ---- */

static void forget_links(void *context)
{
	((struct mst_survey *)context)->link_count = 0;
}

static void forget_addrs(void *context)
{
	((struct mst_survey *)context)->addr_count = 0;
}

static void forget_gateways(void *context)
{
	((struct mst_survey *)context)->gateway_count = 0;
}

/* Drops the gateways of the IPv6 dump, which are at the end. */
static void forget_gateways6(void *context)
{
	struct mst_survey *survey = context;

	while (survey->gateway_count > 0 && survey->gateways[survey->gateway_count - 1].info.family == MST_IPV6)
		survey->gateway_count--;
}

const struct mst_rtnl_reading mst_survey_links = { take_link, forget_links };
const struct mst_rtnl_reading mst_survey_addrs = { take_addr, forget_addrs };
const struct mst_rtnl_reading mst_survey_gateways = { take_route, forget_gateways };

static int dump_gateways(struct mst_survey *survey, struct mst_rtnl *rtnl)
{
	static const struct mst_rtnl_reading more = { take_route, forget_gateways6 };
	int code = mst_rtnl_dump(rtnl, RTM_GETROUTE, sizeof(struct rtmsg), AF_INET, &mst_survey_gateways, survey);

	return code == 0 ? mst_rtnl_dump(rtnl, RTM_GETROUTE, sizeof(struct rtmsg), AF_INET6, &more, survey) : code;
}

struct mst_survey_link *mst_survey_link_at(const struct mst_survey *survey, int index)
{
	for (size_t i = 0; i < survey->link_count; i++) {
		if (survey->links[i].info.index == index)
			return &survey->links[i];
	}
	return NULL;
}

/* If an interface appears between two dumps, an address or gateway has no link: the survey is inconsistent. */
static bool fits_together(const struct mst_survey *survey)
{
	for (size_t i = 0; i < survey->addr_count; i++) {
		if (!mst_survey_link_at(survey, survey->addrs[i].index))
			return false;
	}
	for (size_t i = 0; i < survey->gateway_count; i++) {
		if (!mst_survey_link_at(survey, survey->gateways[i].index))
			return false;
	}
	return true;
}

static int take_once(struct mst_survey *survey, struct mst_rtnl *rtnl)
{
	int code;

	survey->link_count = survey->addr_count = survey->gateway_count = 0;
	code = mst_rtnl_dump(rtnl, RTM_GETLINK, sizeof(struct ifinfomsg), AF_UNSPEC, &mst_survey_links, survey);
	if (code == 0)
		code = mst_rtnl_dump(rtnl, RTM_GETADDR, sizeof(struct ifaddrmsg), AF_UNSPEC, &mst_survey_addrs, survey);
	return code == 0 ? dump_gateways(survey, rtnl) : code;
}

int mst_survey_take(struct mst_survey *survey, struct mst_rtnl *rtnl, struct mst_error *err)
{
	int code = take_once(survey, rtnl);

	for (int tries = 1; code == 0 && tries < TRIES && !fits_together(survey); tries++)
		code = take_once(survey, rtnl);
	if (code == 0)
		return 0;
	mst_survey_free(survey);
	return mst_fail(err, code, "cannot list the network interfaces: %s",
	                code == -EAGAIN ? "they change too fast to be read" : strerror(-code));
}

void mst_survey_free(struct mst_survey *survey)
{
	free(survey->links);
	free(survey->addrs);
	free(survey->gateways);
	*survey = (struct mst_survey){ 0 };
}
