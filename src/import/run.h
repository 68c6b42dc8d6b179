/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - what a file says of its run, from the parameters of its report.
 */
#ifndef MST_IMPORT_RUN_H
#define MST_IMPORT_RUN_H

#include "import/gather.h"

/* Keeps a copy of them, the command line, when it began, and which ports it asked. -ENOMEM with a sentence. */
int mst_gather_parameters(struct mst_gather *gather, struct mst_pairs parameters, struct mst_error *err);

/* The ports that were asked of a protocol, from a list like "1,3-4": added to those known. Anything else in the list:
 * they stay unknown. -ENOMEM with a sentence. */
int mst_gather_ports(struct mst_gather *gather, uint8_t proto, const char *list, struct mst_error *err);

#endif
