/* SPDX-License-Identifier: BSD-2-Clause */
/* test_causes.c - tables of rounds: who is down, and who is silent with something. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "watch/causes.h"

/*
 * A letter a host: l on the link, g and h behind two gateways on the same interface (which are no hosts), r the host
 * that is gateway r, s behind r, p a parent, c its child, q a parent whose parent is p, d the child of q; P and C as p
 * and c, but behind gateway g.
 */
struct net {
	struct mst_causes causes;
	size_t hosts;
	uint32_t whole;
	char words[1024];
};

static uint32_t add(struct net *net, enum mst_watch_cause_kind kind, uint32_t number, uint32_t within, size_t host)
{
	struct mst_cause like = { .kind = kind, .within = within, .host = host };

	if (number)
		like.addr = mst_addr_from_ipv4(number);
	strcpy(like.interface, "eth0");
	return mst_causes_group(&net->causes, &like);
}

static uint32_t way_of(struct net *net, const char *hosts, char letter)
{
	const char *router = strchr(hosts, 'r');

	switch (letter) {
	case 'P':
	case 'C':
	case 'g':
	case 'h': return add(net, MST_CAUSE_GATEWAY, letter == 'h' ? 'h' : 'g', net->whole, MST_CAUSES_NO_HOST);
	case 's': return add(net, MST_CAUSE_GATEWAY, 'r', net->whole, (size_t)(router - hosts));
	case 'l':
	case 'r': return add(net, MST_CAUSE_LINK, 0, net->whole, MST_CAUSES_NO_HOST);
	default: return 0;
	}
}

static struct net net_of(const char *hosts, unsigned confirm)
{
	struct net net = { .hosts = strlen(hosts) };

	cr_assert_eq(mst_causes_open(&net.causes, net.hosts, confirm), 0);
	net.whole = add(&net, MST_CAUSE_INTERFACE, 0, 0, MST_CAUSES_NO_HOST);
	for (size_t i = 0; i < net.hosts; i++) {
		static const char children[] = "cqdC", parents[] = "ppqP";
		const char *child = strchr(children, hosts[i]);
		const char *parent = child ? strchr(hosts, parents[child - children]) : NULL;

		net.causes.signs[i].way = way_of(&net, hosts, hosts[i]);
		if (parent)
			net.causes.signs[i].parent = add(&net, MST_CAUSE_PARENT, (uint32_t)*parent, 0,
			                                 (size_t)(parent - hosts));
	}
	return net;
}

static void say(struct net *net, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct net *net, const char *format, ...)
{
	size_t at = strlen(net->words);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(net->words + at, sizeof net->words - at, format, arguments);
	va_end(arguments);
}

/* A change of a host; that of a parent may be that of its group. */
static void change(struct net *net, const char *hosts, size_t host, bool up)
{
	struct mst_cause_sign *sign = &net->causes.signs[host];
	struct mst_cause *cause = mst_causes_with(&net->causes, host);
	bool begins = cause && !up && mst_cause_begins(&net->causes, cause);

	say(net, "%c%c", up ? '+' : '-', hosts[host]);
	if (begins)
		say(net, "(%u)", cause->held);
	if (cause && up && (cause->told || cause->ended))
		say(net, "(%u of %u)", cause->lost, cause->members), cause->told = cause->ended = false;
	if (begins)
		cause->told = true;
	say(net, " ");
	sign->stood = up;
}

static void tell_groups(struct net *net)
{
	for (size_t i = 1; i < net->causes.count; i++) {
		struct mst_cause *cause = &net->causes.groups[i];
		const char *name = mst_watch_cause_name(cause->kind);

		if (cause->ended)
			say(net, "+%s(%u of %u) ", name, cause->lost, cause->members);
		else if (cause->kind != MST_CAUSE_PARENT && mst_cause_begins(&net->causes, cause))
			say(net, "-%s(%u) ", name, cause->held), cause->told = true;
	}
}

/* Rounds: a letter a host, | up, . silent, x cut off, ? not known, z silent but asleep. The changes, rounds closed by
 * a semicolon; '!' where the next round should come soon. */
static void expect(const char *hosts, unsigned confirm, const char *const *rounds, const char *expected)
{
	struct net net = net_of(hosts, confirm);

	for (int round = 0; rounds[round]; round++) {
		const char *found = rounds[round];

		cr_assert_eq(strlen(found), net.hosts, "%s", found);
		for (size_t i = 0; i < net.hosts; i++) {
			struct mst_cause_sign *sign = &net.causes.signs[i];

			sign->found = (uint8_t)(strchr("?x.|", found[i] == 'z' ? '.' : found[i]) - "?x.|");
			sign->ever |= sign->stood;
			sign->asleep = found[i] == 'z';
		}
		mst_causes_judge(&net.causes, round);
		for (size_t i = 0; i < net.hosts; i++) {
			bool was = net.causes.signs[i].stood,
			     silent = strchr(".z", found[i]) && !net.causes.signs[i].held;

			if (round == 0)
				net.causes.signs[i].stood = found[i] == '|';
			else if (was != (found[i] == '|') && (found[i] == '|' || silent))
				change(&net, hosts, i, !was);
		}
		tell_groups(&net);
		say(&net, net.causes.doubts ? "!;" : ";");
	}
	cr_expect_str_eq(net.words, expected, "%s: %s", hosts, net.words);
	mst_causes_close(&net.causes);
}

#define ROUNDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

Test(watch_causes, a_few_hosts_are_hosts)
{
	expect("lllll", 1, ROUNDS("|||||", "..|||", "||.||"), ";-l -l ;+l +l -l ;");
	expect("gg", 1, ROUNDS("||", ".."), ";-g -g ;");
	expect("ggg", 1, ROUNDS("|||", ".||", "..|", "..."), ";-g ;-g ;-g ;");
}

Test(watch_causes, all_behind_a_gateway_are_one_event_and_so_is_their_return)
{
	expect("lgggg", 1, ROUNDS("|||||", "|....", "|....", "|||||", "|||||"), ";-gateway(4) ;;+gateway(0 of 4) ;;");
	expect("lgggg", 1, ROUNDS("|||||", "|xxxx", "|||||"), ";-gateway(4) ;+gateway(0 of 4) ;");
	expect("lg", 1, ROUNDS("||", "|x", "||"), ";-gateway(1) ;+gateway(0 of 1) ;");
}

Test(watch_causes, who_did_not_return_is_told_a_round_later)
{
	expect("ggggg", 1, ROUNDS("|||||", ".....", "|...|", "||.||", "||.||"),
	       ";-gateway(5) ;!;-g +gateway(1 of 5) ;;");
	expect("ggggg", 1, ROUNDS("|||||", ".....", "|...|", ".....", "|||||"), ";-gateway(5) ;!;;+gateway(0 of 5) ;");
}

Test(watch_causes, a_cut_in_the_midst_of_a_round_calls_nobody_down)
{
	expect("gggggg", 1, ROUNDS("||||||", "||....", "......", "||||||"), ";!;-gateway(6) ;+gateway(0 of 6) ;");
	expect("gggggg", 1, ROUNDS("||||||", "||....", "||||||"), ";!;;");
	expect("gggggg", 1, ROUNDS("||||||", "|||...", "...|||", "||||||"), ";!;!;;");
	expect("gggggg", 1, ROUNDS("||||||", "......", "|||...", "...|||", "||||||"),
	       ";-gateway(6) ;!;!;+gateway(0 of 6) ;");
	expect("gggggg", 1, ROUNDS("||||||", "||xx..", "xxxxxx"), ";!;-gateway(6) ;");
}

Test(watch_causes, many_that_stay_away_while_others_answer_are_down)
{
	expect("gggggg", 1, ROUNDS("||||||", "|||...", "|||...", "||||||"), ";!;-g -g -g ;+g +g +g ;");
	expect("ggggggg", 1, ROUNDS("|||||||", "||||...", "|......", "......."), ";!;!;-gateway(7) ;");
}

Test(watch_causes, an_interface_explains_several_ways_and_a_way_alone_explains_itself)
{
	expect("lllggg", 1, ROUNDS("||||||", "......", "||||||"), ";-interface(6) ;+interface(0 of 6) ;");
	expect("ggghhh", 1, ROUNDS("||||||", "......", "|||..."), ";-interface(6) ;!;");
	expect("ggghhh", 1, ROUNDS("||||||", "......", "|||...", "|||...", "||||||"),
	       ";-interface(6) ;!;+interface(3 of 6) -gateway(3) ;+gateway(0 of 3) ;");
	expect("lll", 1, ROUNDS("|||", "..."), ";-link(3) ;");
	expect("lggg", 1, ROUNDS("||||", "|...", "...."), ";-gateway(3) ;-l ;");
}

Test(watch_causes, what_is_to_be_confirmed_is_told_when_it_is)
{
	expect("ggg", 3, ROUNDS("|||", "...", "...", "|||"), ";;;;");
	expect("ggg", 3, ROUNDS("|||", "...", "...", "...", "|||"), ";;;-gateway(3) ;+gateway(0 of 3) ;");
}

Test(watch_causes, sleepers_and_the_unknown_prove_nothing)
{
	expect("ggg", 1, ROUNDS("|||", "..z", "..z"), ";-g -g -g ;;");
	expect("gggg", 1, ROUNDS("||||", "????", "||||"), ";;;");
	expect("gggg", 1, ROUNDS("....", "....", "||||"), ";;+g +g +g +g ;");
}

Test(watch_causes, a_parent_takes_its_children_along_with_its_own_change)
{
	expect("pcc", 1, ROUNDS("|||", "...", "...", "|||"), ";-p(2) ;;+p(0 of 2) ;");
	expect("pcc", 1, ROUNDS("|||", "...", "||.", "||."), ";-p(2) ;+p(1 of 2) !;-c ;");
	expect("pcc", 1, ROUNDS("|||", "|..", "...", "..."), ";!;-p(2) ;;");
	expect("pcc", 1, ROUNDS("|||", "|..", "|.."), ";!;-c -c ;");
	expect("pcc", 1, ROUNDS("|||", ".||", "..."), ";!;-p(2) ;");
	expect("pcc", 1, ROUNDS("|||", ".||", ".||", "..|"), ";!;-p ;-c ;");
	expect("pc", 1, ROUNDS(".|", ".."), ";-c ;");
	expect("pccc", 1, ROUNDS("||||", "....", ".||.", ".||.", ".|..", ".|.."), ";-p(3) ;;-c ;-c ;;");
}

Test(watch_causes, hosts_behind_a_parent_that_is_silent_say_nothing_about_the_gateway)
{
	expect("PCCC", 1, ROUNDS("||||", "....", "||||"), ";-P(3) ;+P(0 of 3) ;");
	expect("PCCCg", 1, ROUNDS("|||||", ".....", "|||||"), ";-P(3) -g ;+P(0 of 3) +g ;");
	expect("PCCCggg", 1, ROUNDS("|||||||", ".......", "|||||||"), ";-gateway(7) ;+gateway(0 of 7) ;");
	expect("PCCC", 1, ROUNDS("||||", "xxxx", "||||"), ";-gateway(4) ;+gateway(0 of 4) ;");
}

Test(watch_causes, of_parents_behind_one_another_the_outermost_is_told)
{
	expect("pcqdd", 1, ROUNDS("|||||", ".....", "|||||"), ";-p(4) ;+p(0 of 4) ;");
	expect("pcqdd", 1, ROUNDS("|||||", "||...", "|||||"), ";!;;");
	expect("pcqdd", 1, ROUNDS("|||||", "||...", "||..."), ";!;-q(2) ;");
}

Test(watch_causes, a_gateway_that_is_watched_is_told_with_what_is_behind_it)
{
	expect("lrsss", 1, ROUNDS("|||||", "|.xxx", "|||||"), ";-r(3) ;+r(0 of 3) ;");
	expect("rsss", 1, ROUNDS("||||", "....", "||||"), ";-r(3) ;+r(0 of 3) ;");
	expect("lrsss", 1, ROUNDS("|||||", ".....", "|||||"), ";-interface(5) ;+interface(0 of 5) ;");
	expect("lrsss", 1, ROUNDS("|||||", "|.|||", "|.xxx"), ";!;-r(3) ;");
	expect("lrsss", 1, ROUNDS("|||||", "||...", "|||||"), ";-gateway(3) ;+gateway(0 of 3) ;");
}

/* Whether others behind all that it is behind answer. */
static bool is_behind_answers(const struct net *net, const struct mst_cause_sign *sign)
{
	const struct mst_cause *groups = net->causes.groups;
	bool all = true;

	for (uint32_t group = sign->way; group; group = groups[group].within)
		all &= groups[group].up > 0;
	for (uint32_t group = sign->parent; group; group = net->causes.signs[groups[group].host].parent)
		all &= groups[group].up > 0;
	return all;
}

/* Whatever a network does: who answers is never held, and who stays away while its way answers is told in time. */
Test(watch_causes, no_silence_is_hidden_behind_one_that_answers)
{
	const char hosts[] = "lllggghhhrssspccqdd";
	struct net net = net_of(hosts, 2);
	unsigned away[sizeof hosts] = { 0 };
	uint64_t dice = 7;

	for (int round = 0; round < 20000; round++) {
		for (size_t i = 0; i < net.hosts; i++) {
			struct mst_cause_sign *sign = &net.causes.signs[i];

			dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
			sign->found = (uint8_t)(dice >> 40 & 15 ? sign->found : dice >> 60 & 3);
			sign->ever |= sign->stood;
		}
		mst_causes_judge(&net.causes, round);
		for (size_t i = 0; i < net.hosts; i++) {
			struct mst_cause_sign *sign = &net.causes.signs[i];
			bool answered = sign->found == MST_FOUND_ACTIVE;

			cr_assert(!sign->held || !answered);
			away[i] = sign->held && is_behind_answers(&net, sign) ? away[i] + 1 : 0;
			cr_assert_leq(away[i], 8, "%c in round %d", hosts[i], round);
			if (answered || (sign->found == MST_FOUND_INACTIVE && !sign->held))
				sign->stood = answered;
		}
		for (size_t i = 1; i < net.causes.count; i++)
			net.causes.groups[i].told |= mst_cause_begins(&net.causes, &net.causes.groups[i]);
	}
	mst_causes_close(&net.causes);
}
