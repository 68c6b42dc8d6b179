/* bed.c - see bed.h. */
#include "unit/watch/bed.h"

#include <stdlib.h>

struct bed *bed_new(const char *targets, const char *ports, bool discover, unsigned confirm)
{
	struct bed *bed = calloc(1, sizeof *bed);
	struct mst_error err;

	bed->targets = mst_targets_new();
	cr_assert_eq(mst_targets_add(bed->targets, targets, &err), 0);
	cr_assert_eq(mst_targets_close(bed->targets, &err), 0);
	bed->scan = mst_scan_defaults();
	bed->scan.targets = bed->targets;
	if (ports) {
		cr_assert_eq(mst_ports_add(&bed->ports, ports, &err), 0);
		bed->scan.question = MST_ASK_PORTS;
		bed->scan.ports = &bed->ports;
		bed->scan.discover = discover;
	}
	cr_assert_eq(mst_roster_open(&bed->roster, &bed->scan, confirm, &err), 0);
	return bed;
}

void bed_free(struct bed *bed)
{
	mst_roster_close(&bed->roster);
	mst_targets_free(bed->targets);
	free(bed);
}

void bed_say(struct bed *bed, const char *addr, uint16_t port, enum mst_state state, enum mst_reason reason, const char *from)
{
	struct mst_result result = { .state = (uint8_t)state, .reason = (uint8_t)reason, .port = port, .about_port = port, .rtt_ns = 5 };

	cr_assert_eq(mst_addr_parse(&result.addr, addr), 0);
	if (!from)
		result.from = result.addr;
	else if (*from)
		cr_assert_eq(mst_addr_parse(&result.from, from), 0);
	mst_roster_take(&bed->roster, &result);
}

static void note(void *user, const struct mst_watch_item *was, const struct mst_sight *now, mst_moment since)
{
	struct bed *bed = user;
	char addr[MST_ADDR_TEXT];
	size_t at = strlen(bed->words);

	mst_addr_format(&was->addr, addr);
	at += (size_t)snprintf(bed->words + at, sizeof bed->words - at, was->port ? "%s:%u" : "%s", addr, was->port);
	snprintf(bed->words + at, sizeof bed->words - at, " %s since %d was %s since %d; ", mst_state_name(now->state),
	         (int)(since / SECOND), mst_state_name(was->stood), (int)(was->since / SECOND));
}

const char *bed_end(struct bed *bed, int second)
{
	bed->words[0] = '\0';
	bed->round = (struct mst_watch_round){ 0 };
	mst_roster_conclude(&bed->roster, second * SECOND, note, bed, &bed->round);
	return bed->words;
}

const struct mst_watch_item *bed_item(struct bed *bed, const char *addr, uint16_t port)
{
	struct mst_addr parsed;

	cr_assert_eq(mst_addr_parse(&parsed, addr), 0);
	return mst_roster_find(&bed->roster, &parsed, port);
}
