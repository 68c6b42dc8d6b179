/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * facts.h - a plan as text, and back: what a recorded scan is judged by again, on a machine with other routes, or none.
 *
 * A line a fact, "name value …". What the config says is chosen anew by the same code; what the kernel or chance said
 * stands there as it was: paths, hops, addresses, key, seed. Addresses are written as family:hex:scope.
 */
#ifndef MST_PLAN_FACTS_H
#define MST_PLAN_FACTS_H

#include "plan/fact.h"
#include "plan/plan.h"

/* What the plan of a record is made of: owned. */
struct mst_facts {
	struct mst_scan_config config;
	enum mst_phase phase;
	struct mst_common common; /* `given` points here */
	struct mst_given given;
	struct mst_targets *targets;
	struct mst_ports ports;
	char *probes;
};

/* Allocated, freed by the caller with free(3); NULL without memory. */
char *mst_plan_facts(const struct mst_plan *plan);

/* -EINVAL with a sentence that names the line; -ENOMEM. */
int mst_facts_read(struct mst_facts *facts, const char *text, struct mst_error *err);
void mst_facts_free(struct mst_facts *facts);

#endif
