/* SPDX-License-Identifier: BSD-2-Clause */
/* together.c - see together.h. */
#include "compare/together.h"

#include <errno.h>

#include "base/fail.h"

int mst_together_check(struct mst_rows *const *files, size_t count, struct mst_error *err)
{
	if (count == 0)
		return mst_fail(err, -EINVAL, "no files to merge: expected at least one");
	for (size_t i = 1; i < count; i++) {
		if (mst_rows_about(files[i])->ports != mst_rows_about(files[0])->ports)
			return mst_fail(err, -EINVAL,
			                "the first file is about %s, file %zu about %s: expected files of one kind",
			                mst_rows_about(files[0])->ports ? "ports" : "hosts", i + 1,
			                mst_rows_about(files[i])->ports ? "ports" : "hosts");
	}
	return 0;
}

static void add(struct mst_rows_about *about, const struct mst_rows_about *other)
{
	about->complete &= other->complete;
	about->services |= other->services;
	about->vantages += other->vantages;
	if (about->vantages > MST_VANTAGES_MAX)
		about->vantages = MST_VANTAGES_MAX;
	if (about->proto != other->proto)
		about->proto = 0;
	if (other->started_ns && (!about->started_ns || other->started_ns < about->started_ns))
		about->started_ns = other->started_ns;
	if (other->ended_ns > about->ended_ns)
		about->ended_ns = other->ended_ns;
}

struct mst_rows_about mst_together(struct mst_rows *const *files, size_t count, bool one_plan)
{
	struct mst_rows_about about = *mst_rows_about(files[0]);

	about.format = "merge";
	for (size_t i = 1; i < count; i++)
		add(&about, mst_rows_about(files[i]));
	if (!one_plan) {
		about.targets = NULL;
		about.port_set = NULL;
		about.endpoints = NULL;
	}
	return about;
}
