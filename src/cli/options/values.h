/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * values.h - checks that several commands have in common, made before anything is looked up, opened or asked: values
 * whose type is a text, and options that contradict each other.
 */
#ifndef MST_CLI_OPTIONS_VALUES_H
#define MST_CLI_OPTIONS_VALUES_H

#include <muster/engine.h>
#include <muster/error.h>

#include "cli/options/options.h"

/* Puts "--option value: " in front of a sentence that has no option in it. Returns `code`; 0 changes nothing. */
int mst_value_named(struct mst_error *err, int code, const char *option, const char *value);

/* An engine's name, or auto; NULL is fine. What this build lacks is not its matter.
 * -EINVAL with the names there are. */
int mst_value_check_engine(enum mst_engine_role role, const char *option, const char *value, struct mst_error *err);

/* An interface of this machine, or `also` where that is not NULL; NULL is fine. -EINVAL with those there are. */
int mst_value_check_interface(const char *option, const char *value, const char *also, struct mst_error *err);

/* A program that can be run: a path, or a name in PATH. -EINVAL. */
int mst_value_check_program(const char *option, const char *value, struct mst_error *err);

/* Adds a name to a list for a sentence, "a, b, c", in `size` bytes; what does not fit is cut. */
void mst_names_add(char *names, size_t size, const char *name);

/* Two options of which one at most may be given. `why` begins the sentence, as in "--tcp connects,
 * --via chooses how ICMP is sent". */
struct mst_contradiction {
	const char *one, *other;
	const char *why; /* NULL: that they contradict each other */
};

/* An option that means nothing without another. */
struct mst_need {
	const char *option, *needed;
};

/* The needs, closed by one without names, in order. -EINVAL with a sentence. */
int mst_check_needs(const struct mst_arguments *arguments, const struct mst_need *needs, struct mst_error *err);

/* The pairs, closed by one without names, in order. -EINVAL with a sentence. */
int mst_check_contradictions(const struct mst_arguments *arguments, const struct mst_contradiction *pairs,
                             struct mst_error *err);

#endif
