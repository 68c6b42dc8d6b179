/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_rtnl.c - any bytes as the kernel's answer: nothing is read past them, and what is believed is sane.
 *
 * The kept inputs are dumps of links, addresses, routes and rules, and answers to questions for one route; neighbours
 * and counters are found by searching.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/drops.h"
#include "net/ifaces.h"
#include "net/ipsec.h"
#include "net/neigh.h"
#include "net/news.h"
#include "net/next_hops.h"
#include "net/routes.h"
#include "net/selectors.h"
#include "net/survey.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

/* Reads as the answer that the first message belongs to, so that no sequence number has to be guessed. */
static void read_as(const void *bytes, size_t count, const struct mst_rtnl_reading *reading, void *context)
{
	const struct nlmsghdr *message = bytes;
	struct mst_rtnl_answer answer = { .sequence = count >= sizeof *message ? message->nlmsg_seq : 0 };

	must(mst_rtnl_read(&answer, bytes, count, reading, context) <= 0);
}

static void check_ifaces(const void *bytes, size_t count)
{
	struct mst_ifaces ifaces = { 0 };
	char text[100];

	read_as(bytes, count, &mst_ifaces_links, &ifaces);
	read_as(bytes, count, &mst_ifaces_addrs, &ifaces);
	for (size_t i = 0; i < ifaces.link_count; i++)
		must(strnlen(ifaces.links[i].name, IF_NAMESIZE) < IF_NAMESIZE);
	for (size_t i = 0; i < ifaces.addr_count; i++)
		must(ifaces.addrs[i].addr.family == MST_IPV6
		             ? ifaces.addrs[i].prefix_length <= 128
		             : ifaces.addrs[i].addr.family == MST_IPV4 && ifaces.addrs[i].prefix_length <= 32);
	must(strlen(mst_ifaces_names(&ifaces, text, sizeof text)) < sizeof text);
	must(strlen(mst_ifaces_addresses(&ifaces, MST_IPV4, text, sizeof text)) < sizeof text);
	mst_ifaces_free(&ifaces);
}

static void check_routes(const void *bytes, size_t count, enum mst_family family)
{
	struct mst_routes routes = { .family = family };
	struct mst_route route = { 0 };

	read_as(bytes, count, &mst_routes_cuts, &routes);
	must(mst_routes_seal(&routes) == 0);
	must(routes.cuts[0] == 0);
	for (size_t i = 1; i < routes.count; i++)
		must(routes.cuts[i - 1] < routes.cuts[i]);
	mst_routes_free(&routes);
	read_as(bytes, count, &mst_routes_answer, &route);
	must(route.encap <= MST_ENCAP_XFRM || route.encap == MST_ENCAP_UNKNOWN);
	must(*mst_encap_word(route.encap) || route.encap == MST_ENCAP_NONE);
}

static void check_hops_and_rules(const void *bytes, size_t count)
{
	struct mst_next_hops hops = { .count = 0 };
	struct mst_selectors selectors = { .count = 0 };
	const struct mst_flow flow = { .protocol = 6, .protocol_ipv6 = 6, .source_port = 20000, .port = 80 };

	read_as(bytes, count, &mst_next_hops_answer, &hops);
	must(hops.count <= MST_NEXT_HOPS_MAX);
	read_as(bytes, count, &mst_selectors_rules, &selectors);
	must(selectors.count <= MST_SELECTORS_MAX);
	(void)mst_selectors_signature(&selectors, &flow);
}

/* Policies of IPsec come by another protocol of netlink, in the same messages. */
static void check_ipsec(const void *bytes, size_t count)
{
	struct mst_ipsec ipsec = { 0 };
	struct mst_routes routes = { .family = MST_IPV4 };
	const struct mst_addr one = mst_addr_from_ipv4(0x0a000001), other = mst_addr_from_ipv4(0x0a000002);

	read_as(bytes, count, &mst_ipsec_policies, &ipsec);
	for (size_t i = 0; i < ipsec.count; i++)
		must(ipsec.policies[i].destination_bits <= (ipsec.policies[i].family == MST_IPV6 ? 128 : 32));
	must(mst_ipsec_cut(&ipsec, &routes) == 0 && mst_routes_seal(&routes) == 0);
	(void)mst_ipsec_for(&ipsec, &one, &other);
	mst_routes_free(&routes);
	mst_ipsec_free(&ipsec);
}

static void check_neighbours_and_drops(const void *bytes, size_t count)
{
	struct mst_neigh neigh = { .valid = false };
	struct mst_drops_read drops_read = { .any = false };

	read_as(bytes, count, &mst_neigh_answer, &neigh);
	read_as(bytes, count, &mst_drops_answer, &drops_read);
	must(drops_read.any || (drops_read.drops.in == 0 && drops_read.drops.out == 0));
}

static void take_event(void *user, const struct nlmsghdr *message)
{
	struct mst_neigh neigh;
	struct mst_addr addr;
	int ifindex;

	(void)user;
	if ((message->nlmsg_type == RTM_NEWNEIGH || message->nlmsg_type == RTM_DELNEIGH) &&
	    mst_neigh_read(&neigh, &ifindex, &addr, message))
		must(addr.family == MST_IPV4 || addr.family == MST_IPV6);
}

static void check_survey(const void *bytes, size_t count)
{
	struct mst_survey survey = { 0 };
	char text[MST_LINK_ADDR_TEXT];

	read_as(bytes, count, &mst_survey_links, &survey);
	read_as(bytes, count, &mst_survey_addrs, &survey);
	read_as(bytes, count, &mst_survey_gateways, &survey);
	for (size_t i = 0; i < survey.link_count; i++) {
		must(strnlen(survey.links[i].info.name, MST_INTERFACE_NAME) < MST_INTERFACE_NAME);
		must(survey.links[i].info.mac_bytes <= MST_LINK_ADDR_MAX);
		must(strlen(mst_link_addr_format(survey.links[i].info.mac, survey.links[i].info.mac_bytes, text)) <
		     sizeof text);
	}
	for (size_t i = 0; i < survey.addr_count; i++)
		must(survey.addrs[i].info.prefix_length <= 128 && survey.addrs[i].info.scope);
	for (size_t i = 0; i < survey.gateway_count; i++)
		must(survey.gateways[i].index != 0);
	mst_survey_free(&survey);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	void *aligned = malloc(count + (count == 0));

	memcpy(aligned, bytes, count);
	check_ifaces(aligned, count);
	check_routes(aligned, count, MST_IPV4);
	check_routes(aligned, count, MST_IPV6);
	check_survey(aligned, count);
	check_hops_and_rules(aligned, count);
	check_ipsec(aligned, count);
	check_neighbours_and_drops(aligned, count);
	mst_news_take(aligned, count, take_event, NULL);
	free(aligned);
	return 0;
}
