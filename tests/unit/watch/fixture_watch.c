/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_watch.c - see fixture_watch.h. */
#include "unit/watch/fixture_watch.h"

#include <stdlib.h>

struct watch_fixture *fixture_new(const char *targets, const char *ports, bool discover, unsigned confirm)
{
	struct watch_fixture *fixture = calloc(1, sizeof *fixture);
	struct mst_error err;

	fixture->targets = mst_targets_new();
	cr_assert_eq(mst_targets_add(fixture->targets, targets, &err), 0);
	cr_assert_eq(mst_targets_close(fixture->targets, &err), 0);
	fixture->config = mst_watch_defaults();
	fixture->config.confirm = confirm;
	fixture->config.scan.probing.targets = fixture->targets;
	if (ports) {
		cr_assert_eq(mst_ports_add(&fixture->ports, ports, &err), 0);
		fixture->config.scan.probing.question = MST_ASK_PORTS;
		fixture->config.scan.probing.ports = &fixture->ports;
		fixture->config.scan.probing.discover = discover;
	}
	cr_assert_eq(mst_roster_open(&fixture->roster, &fixture->config, &err), 0);
	return fixture;
}

void fixture_free(struct watch_fixture *fixture)
{
	mst_roster_close(&fixture->roster);
	mst_targets_free(fixture->targets);
	free(fixture);
}

void fixture_add(struct watch_fixture *fixture, const char *addr, uint16_t port, enum mst_state state,
                 enum mst_reason reason, const char *from)
{
	struct mst_result result = {
		.state = (uint8_t)state, .reason = (uint8_t)reason, .port = port, .about_port = port, .rtt_ns = 5
	};

	cr_assert_eq(mst_addr_parse(&result.addr, addr), 0);
	if (!from)
		result.from = result.addr;
	else if (*from)
		cr_assert_eq(mst_addr_parse(&result.from, from), 0);
	mst_roster_take(&fixture->roster, &result);
}

static void note(void *user, const struct mst_roster_change *change)
{
	const struct mst_watch_item *was = change->was;

	struct watch_fixture *fixture = user;
	char addr[MST_ADDR_TEXT];
	size_t at = strlen(fixture->words);

	mst_addr_format(&was->addr, addr);
	at += (size_t)snprintf(fixture->words + at, sizeof fixture->words - at, was->port ? "%s:%u" : "%s", addr,
	                       was->port);
	if (change->turn == MST_MAC_CHANGED || change->turn == MST_MAC_CONFLICT) {
		snprintf(fixture->words + at, sizeof fixture->words - at, " %s %u since %d; ",
		         mst_watch_turn_name(change->turn), change->now->mac[5], (int)(change->since / SECOND));
		return;
	}
	snprintf(fixture->words + at, sizeof fixture->words - at, " %s since %d was %s since %d; ",
	         mst_state_name(change->now->state), (int)(change->since / SECOND), mst_state_name(was->stood),
	         (int)(was->since / SECOND));
}

void fixture_add_mac(struct watch_fixture *fixture, const char *addr, uint8_t machine, bool two)
{
	struct mst_result result = {
		.state = MST_UP,
		.reason = MST_ARP_RESPONSE,
		.has_mac = true,
		.mac = { 2, 0, 0, 0, 0, machine },
		.suspect = two ? MST_SUSPECT_CONFLICT : MST_NOT_SUSPECT,
	};

	cr_assert_eq(mst_addr_parse(&result.addr, addr), 0);
	result.from = result.addr;
	mst_roster_take(&fixture->roster, &result);
}

const char *fixture_end(struct watch_fixture *fixture, int second)
{
	fixture->words[0] = '\0';
	fixture->round = (struct mst_watch_round){ 0 };
	mst_roster_explain(&fixture->roster, second * SECOND);
	mst_roster_conclude(&fixture->roster, second * SECOND, note, fixture, &fixture->round);
	mst_roster_forget(&fixture->roster);
	return fixture->words;
}

const struct mst_watch_item *fixture_item(struct watch_fixture *fixture, const char *addr, uint16_t port)
{
	struct mst_addr parsed;

	cr_assert_eq(mst_addr_parse(&parsed, addr), 0);
	return mst_roster_find(&fixture->roster, &parsed, port);
}
