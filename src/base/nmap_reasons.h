/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_reasons.h - reasons in nmap's words, both ways, by one table. Most words are the same; those that nmap lacks
 * keep muster's, which readers of nmap's XML pass on as they are.
 *
 * Pure.
 */
#ifndef MST_BASE_NMAP_REASONS_H
#define MST_BASE_NMAP_REASONS_H

#include <muster/result.h>
#include <stdbool.h>

/* The word for a reason. Static. */
const char *mst_nmap_reason_name(enum mst_reason reason);

/* The reason of a word of nmap or muster, in singular or plural ("resets", "no-responses"). False: neither has it, or
 * it says nothing of an answer ("user-set": nmap was told that the host is up). */
bool mst_nmap_reason_parse(enum mst_reason *reason, const char *word);

#endif
