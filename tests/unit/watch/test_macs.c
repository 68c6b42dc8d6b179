/* SPDX-License-Identifier: BSD-2-Clause */
/* test_macs.c - which machine answers for a host: another one is told once, two in turn are a conflict. */
#include "watch/macs.h"

#include "unit/watch/fixture_watch.h"

#define A "10.0.0.1"

/* A digit a round: the machine that answered; a letter: machine 'a' = 1 … answered, and another one, too; '.': none. */
static const char *rounds(struct watch_fixture *fixture, const char *machines, int *second)
{
	static char words[4096];

	words[0] = '\0';
	for (; *machines; machines++, (*second)++) {
		bool two = *machines >= 'a';

		if (*machines == '.')
			fixture_add(fixture, A, 0, MST_DOWN, MST_NO_RESPONSE, "");
		else if (*machines != '?')
			fixture_add_mac(fixture, A, (uint8_t)(*machines - (two ? 'a' - 1 : '0')), two);
		strcat(words, fixture_end(fixture, *second));
	}
	return words;
}

static void expect(const char *machines, const char *words)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	int second = 1;

	cr_expect_str_eq(rounds(fixture, machines, &second), words, "%s", machines);
	fixture_free(fixture);
}

Test(watch_macs, another_machine_is_told_once)
{
	expect("1111", "");
	expect("11222222", A " mac-changed 2 since 3; ");
	expect("1?2?2", A " mac-changed 2 since 3; ");
	expect("1233", A " mac-changed 2 since 2; " A " mac-changed 3 since 3; ");
}

Test(watch_macs, two_in_turn_are_a_conflict_that_is_told_once)
{
	expect("1212121212", A " mac-changed 2 since 2; " A " mac-conflict 1 since 3; ");
	expect("111222111222", A " mac-changed 2 since 4; " A " mac-conflict 1 since 7; ");
}

Test(watch_macs, two_in_one_round_are_a_conflict_that_is_told_once)
{
	expect("1aaa1a", A " mac-conflict 1 since 2; ");
	expect("aaa", A " mac-conflict 1 since 1; ");
	expect("1a2b1a2", A " mac-conflict 1 since 2; ");
	expect("1b", A " mac-conflict 2 since 2; ");
}

Test(watch_macs, a_third_machine_is_news_in_a_conflict)
{
	expect("12123", A " mac-changed 2 since 2; " A " mac-conflict 1 since 3; " A " mac-changed 3 since 5; ");
}

Test(watch_macs, a_conflict_ends_when_one_machine_stays)
{
	expect("121"
	       "11111111"
	       "11111111"
	       "2",
	       A " mac-changed 2 since 2; " A " mac-conflict 1 since 3; " A " mac-changed 2 since 20; ");
}

Test(watch_macs, a_machine_that_returns_as_another_one_is_told)
{
	expect("1.2",
	       A " down since 2 was up since 1; " A " up since 3 was down since 2; " A " mac-changed 2 since 3; ");
}

Test(watch_macs, each_is_a_change_of_its_round)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 3);
	int second = 1;

	rounds(fixture, "12", &second);
	cr_expect_eq(fixture->round.changes, 1);
	cr_expect(fixture_item(fixture, A, 0)->macs.has_former);
	fixture_free(fixture);
}

/* The last bytes of VRRP's addresses a round, or 'r': a router's own. */
static void expect_service(const char *macs, const char *expected)
{
	struct mst_watch_macs kept = { 0 };
	char told[64] = "";

	for (int i = 0; macs[i]; i++) {
		uint8_t mac[6] = { 0, 0, 0x5e, 0, 1, (uint8_t)macs[i] };

		if (macs[i] == 'r' || macs[i] == 's')
			mac[2] = 0x11;
		switch (mst_macs_take(&kept, mac, false, i)) {
		case MST_MAC_CHANGED: told[i] = 'C'; break;
		case MST_MAC_CONFLICT: told[i] = 'X'; break;
		default: told[i] = '-';
		}
	}
	cr_expect_str_eq(told, expected, "%s: %s", macs, told);
}

Test(watch_macs, routers_that_share_an_address_are_one_service)
{
	expect_service("121212", "------");
	expect_service("1r1r1r", "-C----");
	expect_service("rrr111rrr", "---C-----");
	expect_service("1rs", "-CC");
}
