/* SPDX-License-Identifier: BSD-2-Clause */
/* test_config.c - what a watch can be asked for. */
#include "watch/config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <muster/units.h>
#include <string.h>

static void refused(const struct mst_watch_config *config, const char *sentence)
{
	struct mst_error err = { "" };

	cr_expect_eq(mst_watch_config_check(config, &err), -EINVAL);
	cr_expect(strstr(err.text, sentence), "%s", err.text);
}

Test(watch_config, the_defaults_are_right)
{
	const struct mst_watch_config config = mst_watch_defaults();
	struct mst_error err;

	cr_expect_eq(mst_watch_config_check(&config, &err), 0);
}

Test(watch_config, what_there_cannot_be_is_refused)
{
	struct mst_watch_config config = mst_watch_defaults();

	config.every_ns = 1;
	refused(&config, "--every: expected 50 ms to 7 days");
	config = mst_watch_defaults();
	config.confirm = 0;
	refused(&config, "--confirm 0: expected 1 to 100");
	config = mst_watch_defaults();
	config.confirm_every_ns = MST_NS_PER_MS;
	refused(&config, "--confirm-every: expected 50 ms to 7 days");
	config = mst_watch_defaults();
	config.flap_changes = 4;
	refused(&config, "--flap: expected");
}
