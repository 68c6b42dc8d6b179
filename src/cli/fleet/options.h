/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the options of fleet: what it shall do (its first word), where the store is (the second), and what
 * belongs to each.
 */
#ifndef MST_CLI_FLEET_OPTIONS_H
#define MST_CLI_FLEET_OPTIONS_H

#include <muster/fleet.h>

#include "cli/runs/options.h"

/* X(constant, word): what it does */
#define MST_FLEET_DOINGS(X) \
	X(MST_FLEET_DO_SUBMIT, "submit") \
	X(MST_FLEET_DO_WORK, "work") \
	X(MST_FLEET_DO_STATUS, "status") \
	X(MST_FLEET_DO_REPORT, "report") \
	X(MST_FLEET_DO_STOP, "stop") \
	X(MST_FLEET_DO_PAUSE, "pause") \
	X(MST_FLEET_DO_RESUME, "resume") \
	X(MST_FLEET_DO_FORGET, "forget")

#define MST_FLEET_DOING_CONSTANT(constant, word) constant,
enum mst_fleet_doing { MST_FLEET_DOINGS(MST_FLEET_DOING_CONSTANT) MST_FLEET_DOING_COUNT };
#undef MST_FLEET_DOING_CONSTANT

struct mst_fleet_options {
	struct mst_run_options run; /* first: rows of reports; of work, how this machine sends */
	const char *auth_path, *ca_path, *name, *journal;
	uint64_t lease_ns;
	uint32_t vantages;
	bool wait, until_done, plain;

	/* filled by the check */
	enum mst_fleet_doing doing;
	bool keeps_rights;              /* a worker whose engine needs more than CAP_NET_RAW for each block */
	const char *url, *id;           /* NULL: not said */
	struct mst_probing *asked;      /* of submit: the values of the inner command; allocated */
	struct mst_arguments asked_how; /* and its arguments */
	const char *const *asked_words; /* from its name on; borrowed */
	size_t asked_count;
	char own_name[MST_FLEET_NAME];
};

extern const struct mst_option mst_fleet_option_table[];
extern const char *const mst_fleet_words[];

void mst_fleet_options_defaults(void *values);
/* Not the words of the command that is submitted: inner.h. */
int mst_fleet_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err);

/* Whether a word begins the command that is submitted. */
bool mst_fleet_ends_options(const char *word);

#endif
