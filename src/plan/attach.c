/* SPDX-License-Identifier: BSD-2-Clause */
/* attach.c - see attach.h. */
#include "plan/attach.h"

#include <errno.h>

#include "base/fail.h"

enum mst_attach_verdict mst_attach_choose(const struct mst_attach_facts *facts)
{
	const struct mst_xdp_driver *row = mst_xdp_driver_named(facts->driver);

	if (!row)
		return MST_ATTACH_UNKNOWN_DRIVER;
	if (row->effect == MST_XDP_BELOW)
		return MST_ATTACH_BELOW;
	if (!mst_xdp_keeps_link(row->effect))
		return MST_ATTACH_RESTARTS;
	if (facts->kernel < row->since)
		return MST_ATTACH_OLD_KERNEL;
	if (facts->session == MST_SESSION_SSH)
		return MST_ATTACH_SESSION;
	return facts->session == MST_SESSION_GATEWAY ? MST_ATTACH_DEFAULT_ROUTE : MST_ATTACH_ALLOWED;
}

const char *mst_attach_word(enum mst_attach_verdict verdict)
{
#define WORD(constant, word) [constant] = word,
	static const char *const words[] = { MST_ATTACH_VERDICTS(WORD) };
#undef WORD

	return words[verdict];
}

#define BY_NAME " (--rx xdp attaches it anyway)"

int mst_attach_explain(enum mst_attach_verdict verdict, const char *interface, const char *driver,
                       struct mst_error *err)
{
	switch (verdict) {
	case MST_ATTACH_ALLOWED: return 0;
	case MST_ATTACH_UNKNOWN_DRIVER:
		return mst_fail(err, -ECANCELED,
		                "what the driver of %s (%s) does when an XDP program is attached is not known, and it "
		                "might take the link down" BY_NAME,
		                interface, *driver ? driver : "none");
	case MST_ATTACH_OLD_KERNEL:
		return mst_fail(err, -ECANCELED,
		                "the driver of %s (%s) might take the link down when an XDP program is attached: this "
		                "kernel is older than those where it does not" BY_NAME,
		                interface, driver);
	case MST_ATTACH_RESTARTS:
		return mst_fail(err, -ECANCELED,
		                "the driver of %s (%s) takes the link down, or stops its queues, when an XDP program "
		                "is attached" BY_NAME,
		                interface, driver);
	case MST_ATTACH_BELOW:
		return mst_fail(err, -ECANCELED,
		                "the driver of %s (%s) passes an XDP program on to the devices below, which may take "
		                "their link down" BY_NAME,
		                interface, driver);
	case MST_ATTACH_SESSION:
		return mst_fail(err, -ECANCELED,
		                "your SSH session comes through %s, so no XDP program is attached there" BY_NAME,
		                interface);
	case MST_ATTACH_DEFAULT_ROUTE:
		return mst_fail(err, -ECANCELED,
		                "the default route leads through %s, and your session may too, so no XDP program is "
		                "attached there" BY_NAME,
		                interface);
	}
	return 0;
}

bool mst_attach_costs(enum mst_attach_verdict verdict, const char *interface, const char *driver,
                      struct mst_error *sentence)
{
	bool known = verdict == MST_ATTACH_RESTARTS;

	if (verdict == MST_ATTACH_ALLOWED)
		return false;
	mst_fail(sentence, -ECANCELED,
	         "an XDP program is attached to %s, as asked: its driver (%s) %s, now and at the end", interface,
	         *driver ? driver : "none",
	         known ? "takes the link down for some seconds, or stops its queues" : "may take the link down");
	return true;
}
