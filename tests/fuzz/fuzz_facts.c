/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_facts.c - any text as the plan of a record: it is refused with a sentence, or makes a plan whose numbers hold,
 * and which is written as text that makes the same plan.
 */
#include <stdlib.h>
#include <string.h>

#include "plan/facts.h"

#define TEXT_MAX 16384

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void check_plan(const struct mst_plan *plan)
{
	must(plan->egresses.lanes >= 1 && plan->egresses.lanes <= MST_LANES_MAX);
	must(plan->egresses.lanes <= 1u << plan->capacity.lane_bits);
	must(mst_slot_bits(&plan->capacity) <= MST_CAPACITY_BITS_MAX);
	for (size_t i = 0; i < plan->unused.addr_count; i++)
		must(plan->unused.addrs[i].egress < plan->egresses.count &&
		     plan->unused.addrs[i].path < plan->paths.count);
}

static void open_plan(struct mst_facts *facts)
{
	struct mst_error err = { "" };
	struct mst_plan plan;
	char *text;

	if (mst_plan_open(&plan, &facts->config, facts->phase, &facts->common, &err) < 0) {
		must(err.text[0]);
		return;
	}
	check_plan(&plan);
	text = mst_plan_facts(&plan);
	if (text) {
		struct mst_facts again;

		must(mst_facts_read(&again, text, &err) == 0);
		mst_facts_free(&again);
	}
	free(text);
	mst_plan_close(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_error err = { "" };
	struct mst_facts facts;
	char *text;

	if (count > TEXT_MAX)
		return 0;
	text = malloc(count + 1);
	if (!text)
		return 0;
	memcpy(text, bytes, count);
	text[count] = '\0';
	if (mst_facts_read(&facts, text, &err) == 0) {
		open_plan(&facts);
		mst_facts_free(&facts);
	} else {
		must(err.text[0]);
	}
	free(text);
	return 0;
}
