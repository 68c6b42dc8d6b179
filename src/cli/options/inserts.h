/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inserts.h - what the library lists (kinds of probes, engines, formats …), inserted into the texts of option rows: a
 * row says {engines}, and help, manual and completion have the names. So a new engine changes no row of an option.
 */
#ifndef MST_CLI_OPTIONS_INSERTS_H
#define MST_CLI_OPTIONS_INSERTS_H

#include <stddef.h>

#include "cli/options/options.h"

#define MST_INSERTED_TEXT 1024

/* The option's `meaning`, and its `values`, with the lists. Cut where `size` is too small; always closed by a NUL. */
void mst_option_meaning(const struct mst_option *option, char *text, size_t size);
void mst_option_values(const struct mst_option *option, char *text, size_t size);

/* The formats that have this trait (enum mst_format_trait), for a sentence: "csv, ndjson or text". */
void mst_formats_with(unsigned trait, char *text, size_t size);

/* The values of --syn-options, for a sentence: "linux, windows or mss". */
void mst_syn_systems(char *text, size_t size);

#endif
