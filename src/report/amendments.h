/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * amendments.h - the final verdicts of targets whose verdict was improved after it had been reported:
 * a small hash table.
 */
#ifndef MST_REPORT_AMENDMENTS_H
#define MST_REPORT_AMENDMENTS_H

#include <muster/result.h>

struct mst_amendment {
	struct mst_result result;
	bool used; /* the slot is in use */
};

struct mst_amendments {
	struct mst_amendment *slots;
	size_t size; /* 0 or a power of two */
	size_t count;
};

/* Keeps a copy, not of the service; it replaces an earlier one of the same target. 0 or -ENOMEM. */
int mst_amendments_add(struct mst_amendments *amendments, const struct mst_result *result);

/* The amendment for the target of `result`, or NULL. */
const struct mst_amendment *mst_amendments_find(const struct mst_amendments *amendments,
                                                const struct mst_result *result);

/* Accepts zeroed memory. */
void mst_amendments_free(struct mst_amendments *amendments);

#endif
