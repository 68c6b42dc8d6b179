/* SPDX-License-Identifier: BSD-2-Clause */
/* attaching.c - see attaching.h. */
#include "scan/attaching.h"

#include <string.h>

#include "base/kernel.h"
#include "net/driver.h"
#include "net/session.h"
#include "plan/attach.h"

static bool is(const char *engine, const char *name)
{
	return engine && strcmp(engine, name) == 0;
}

bool mst_attaching_is_named(const struct mst_scan_config *config)
{
	return is(config->engines.rx, "xdp") || is(config->engines.tx, "xdp") || is(config->engines.tx, "live");
}

/* The session is looked for only where it matters: that reads all interfaces. */
int mst_attaching_check(const char *interface, const char **word, struct mst_error *err)
{
	char driver[MST_DRIVER_NAME];
	struct mst_attach_facts facts = { .driver = driver, .kernel = mst_kernel() };
	enum mst_attach_verdict verdict;

	mst_driver_name(driver, interface);
	verdict = mst_attach_choose(&facts);
	if (verdict == MST_ATTACH_ALLOWED) {
		facts.session = mst_session_at(interface);
		verdict = mst_attach_choose(&facts);
	}
	if (word)
		*word = mst_attach_word(verdict);
	return mst_attach_explain(verdict, interface, driver, err);
}

bool mst_attaching_costs(const char *interface, struct mst_error *sentence)
{
	char driver[MST_DRIVER_NAME];
	struct mst_attach_facts facts = { .driver = driver, .kernel = mst_kernel() };

	mst_driver_name(driver, interface);
	return mst_attach_costs(mst_attach_choose(&facts), interface, driver, sentence);
}
