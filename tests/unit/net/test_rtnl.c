/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rtnl.c - reading the kernel's answers, good and bad: src/net/rtnl.c and what reads with it. */
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "net/ifaces.h"
#include "net/routes.h"

#define SEQUENCE 7

/* A buffer as if received, message after message. */
struct record {
	_Alignas(MNL_ALIGNTO) char bytes[1024];
	size_t count;
};

static struct nlmsghdr *begin(struct record *record, uint16_t type, uint16_t flags, size_t header, void **info)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(record->bytes + record->count);

	message->nlmsg_type = type;
	message->nlmsg_flags = flags;
	message->nlmsg_seq = SEQUENCE;
	*info = mnl_nlmsg_put_extra_header(message, header);
	return message;
}

static void end(struct record *record, const struct nlmsghdr *message)
{
	record->count += message->nlmsg_len;
}

static void add_closing(struct record *record, uint16_t type, int code)
{
	void *info;
	struct nlmsghdr *message = begin(record, type, NLM_F_MULTI, sizeof(int), &info);

	memcpy(info, &code, sizeof code);
	end(record, message);
}

static struct nlmsghdr *add_route(struct record *record, const char *dst, unsigned char length)
{
	void *info;
	struct nlmsghdr *message = begin(record, RTM_NEWROUTE, NLM_F_MULTI, sizeof(struct rtmsg), &info);
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, dst), 0);
	*(struct rtmsg *)info = (struct rtmsg){ .rtm_family = AF_INET, .rtm_dst_len = length };
	mnl_attr_put(message, RTA_DST, 4, addr.bytes);
	end(record, message);
	return message;
}

static int read_routes(struct mst_rtnl_answer *answer, struct mst_routes *routes, const struct record *record)
{
	*answer = (struct mst_rtnl_answer){ .sequence = SEQUENCE };
	*routes = (struct mst_routes){ 0 };
	return mst_rtnl_read(answer, record->bytes, record->count, &mst_routes_cuts, routes);
}

Test(net_rtnl, a_dump_goes_on_until_its_closing_word)
{
	struct record record = { .count = 0 };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;

	add_route(&record, "10.0.0.0", 8);
	cr_assert_eq(read_routes(&answer, &routes, &record), 0);
	cr_assert_not(answer.finished);
	mst_routes_free(&routes);
	add_closing(&record, NLMSG_DONE, 0);
	cr_assert_eq(read_routes(&answer, &routes, &record), 0);
	cr_assert(answer.finished);
	cr_assert_eq(routes.count, 2);
	cr_assert_eq(routes.cuts[0], 0x0a000000);
	cr_assert_eq(routes.cuts[1], 0x0b000000);
	mst_routes_free(&routes);
}

Test(net_rtnl, an_interrupted_dump_is_marked_and_read_to_its_end)
{
	struct record record = { .count = 0 };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;

	add_route(&record, "10.0.0.0", 8)->nlmsg_flags |= NLM_F_DUMP_INTR;
	add_closing(&record, NLMSG_DONE, 0);
	cr_assert_eq(read_routes(&answer, &routes, &record), 0);
	cr_assert(answer.interrupted && answer.finished);
	mst_routes_free(&routes);
}

Test(net_rtnl, errors_are_the_kernels_errno_in_either_closing_word)
{
	static const uint16_t types[] = { NLMSG_ERROR, NLMSG_DONE };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;

	for (size_t i = 0; i < 2; i++) {
		struct record record = { .count = 0 };

		add_closing(&record, types[i], -EHOSTUNREACH);
		cr_assert_eq(read_routes(&answer, &routes, &record), -EHOSTUNREACH);
		cr_assert(answer.finished);
	}
}

Test(net_rtnl, leftovers_of_another_question_are_skipped)
{
	struct record record = { .count = 0 };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;

	add_route(&record, "10.0.0.0", 8)->nlmsg_seq = SEQUENCE - 1;
	add_closing(&record, NLMSG_DONE, 0);
	((struct nlmsghdr *)(void *)(record.bytes + record.count - 20))->nlmsg_seq = SEQUENCE - 1;
	add_route(&record, "11.0.0.0", 8);
	cr_assert_eq(read_routes(&answer, &routes, &record), 0);
	cr_assert_not(answer.finished);
	cr_assert_eq(routes.count, 2);
	cr_assert_eq(routes.cuts[0], 0x0b000000);
	mst_routes_free(&routes);
}

Test(net_rtnl, a_message_longer_than_what_came_is_refused)
{
	static const uint32_t lengths[] = { 0, 15, 37, 0x7fffffff, 0x80000000, 0xffffffff };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct record record = { .count = 0 };

		add_route(&record, "10.0.0.0", 8)->nlmsg_len = lengths[i];
		record.count = 36;
		cr_assert_eq(read_routes(&answer, &routes, &record), -EBADMSG, "%u", lengths[i]);
		cr_assert_eq(routes.count, 0);
	}
}

Test(net_rtnl, a_route_that_makes_no_sense_makes_no_cut)
{
	struct record record = { .count = 0 };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;
	struct nlmsghdr *message;
	void *info;

	add_route(&record, "10.0.0.0", 33);
	message = begin(&record, RTM_NEWROUTE, NLM_F_MULTI, sizeof(struct rtmsg), &info);
	*(struct rtmsg *)info = (struct rtmsg){ .rtm_family = AF_INET, .rtm_dst_len = 8 };
	mnl_attr_put_u16(message, RTA_DST, 1);
	end(&record, message);
	message = begin(&record, RTM_NEWROUTE, NLM_F_MULTI, 4, &info);
	end(&record, message);
	cr_assert_eq(read_routes(&answer, &routes, &record), 0);
	cr_assert_eq(routes.count, 0);
}

Test(net_rtnl, prefixes_to_the_end_of_the_space_do_not_run_over_it)
{
	struct record record = { .count = 0 };
	struct mst_rtnl_answer answer;
	struct mst_routes routes;

	add_route(&record, "0.0.0.0", 0);
	add_route(&record, "255.255.255.0", 24);
	add_route(&record, "255.255.255.255", 32);
	cr_assert_eq(read_routes(&answer, &routes, &record), 0);
	cr_assert_eq(mst_routes_seal(&routes), 0);
	cr_assert_eq(routes.cuts[0], 0);
	cr_assert_eq(routes.cuts[routes.count - 2], 0xffffff00);
	cr_assert_eq(routes.cuts[routes.count - 1], 0xffffffff);
	mst_routes_free(&routes);
}

Test(net_rtnl, a_link_name_without_its_end_is_ended)
{
	struct record record = { .count = 0 };
	struct mst_rtnl_answer answer = { .sequence = SEQUENCE };
	struct mst_ifaces ifaces = { 0 };
	struct nlmsghdr *message;
	void *info;

	message = begin(&record, RTM_NEWLINK, NLM_F_MULTI, sizeof(struct ifinfomsg), &info);
	mnl_attr_put(message, IFLA_IFNAME, 40, "a-name-of-forty-letters-and-no-nul-at-all");
	end(&record, message);
	cr_assert_eq(mst_rtnl_read(&answer, record.bytes, record.count, &mst_ifaces_links, &ifaces), 0);
	cr_assert_eq(ifaces.link_count, 1);
	cr_assert_str_eq(ifaces.links[0].name, "a-name-of-forty");
	mst_ifaces_free(&ifaces);
}
