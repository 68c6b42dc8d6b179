/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rates.h - the types of options whose numbers have a unit, and words in place of some: rates, durations.
 */
#ifndef MST_CLI_OPTIONS_RATES_H
#define MST_CLI_OPTIONS_RATES_H

#include "cli/options/options.h"

int mst_option_read_rate(const struct mst_option *option, void *value, const char *text);
bool mst_option_show_rate(const struct mst_option *option, const void *value, FILE *out);
void mst_option_pair_rate(const struct mst_option *option, const void *value, struct mst_pair *pair);

int mst_option_read_size(const struct mst_option *option, void *value, const char *text);
bool mst_option_show_size(const struct mst_option *option, const void *value, FILE *out);

int mst_option_read_duration(const struct mst_option *option, void *value, const char *text);
bool mst_option_show_duration(const struct mst_option *option, const void *value, FILE *out);
void mst_option_pair_duration(const struct mst_option *option, const void *value, struct mst_pair *pair);

/* A duration as it may be given. */
void mst_option_show_ns(uint64_t ns, FILE *out);

#endif
