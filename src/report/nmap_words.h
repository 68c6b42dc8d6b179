/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_words.h - hosts' states and services in the spelling of nmap, which the readers of its formats know (reasons:
 * base/nmap_reasons.h).
 *
 * The names are those of IANA and of Debian's netbase, and what nmap prints where it differs; no file of nmap is read
 * or copied.
 */
#ifndef MST_REPORT_NMAP_WORDS_H
#define MST_REPORT_NMAP_WORDS_H

#include "report/fields.h"

/* What nmap has for the state of a host: "up", "down" (also of an unreachable one) or "unknown". Static. */
const char *mst_nmap_host_state(enum mst_state state);

/* The name of the service that usually has the port of a verdict; "" for none. Valid as long as `lookups`. What was
 * recognised at the port is in the verdict itself. */
const char *mst_nmap_service(struct mst_lookups *lookups, const struct mst_result *result);

#endif
