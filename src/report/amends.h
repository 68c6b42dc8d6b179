/*
 * amends.h - the last word on targets whose verdict was improved after it had been given: a small hash table.
 */
#ifndef MST_REPORT_AMENDS_H
#define MST_REPORT_AMENDS_H

#include <muster/result.h>

struct mst_amend {
	struct mst_result result;
	bool used; /* the slot */
};

struct mst_amends {
	struct mst_amend *slots;
	size_t size; /* 0 or a power of two */
	size_t count;
};

/* Keeps a copy, in the place of an earlier one for the same target. -ENOMEM. */
int mst_amends_add(struct mst_amends *amends, const struct mst_result *result);

/* The amendment for the target of `result`, or NULL. */
const struct mst_amend *mst_amends_find(const struct mst_amends *amends, const struct mst_result *result);

/* Accepts zeroed memory. */
void mst_amends_free(struct mst_amends *amends);

#endif
