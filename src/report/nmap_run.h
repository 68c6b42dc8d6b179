/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_run.h - what both formats of nmap say of a run beside its hosts: the command, and when it began and ended.
 */
#ifndef MST_REPORT_NMAP_RUN_H
#define MST_REPORT_NMAP_RUN_H

#include "report/writer.h"

#define MST_NMAP_DATE 40

/* Hosts by what nmap has for their state. */
struct mst_nmap_counts {
	uint64_t up, down, unknown;
};

/* The command line, from the parameters; "" when it is not known. */
const char *mst_nmap_command(const struct mst_page *page);

/* The start, in milliseconds since 1970; 0: it is not known. */
uint64_t mst_nmap_started_ms(const struct mst_page *page);

/* How long it took. Where the summary does not say it: from the start to the last verdict at `last_ns`. */
uint64_t mst_nmap_elapsed_ms(const struct mst_page *page, uint64_t started_ms, uint64_t last_ns);

/* "Sun Nov 29 10:30:15 2026", of this machine's time zone. */
const char *mst_nmap_date(char text[MST_NMAP_DATE], uint64_t ms);

/* All hosts that were asked: of a sweep what the summary counts, else those whose verdicts came by, `seen`. */
struct mst_nmap_counts mst_nmap_count(const struct mst_page *page, struct mst_nmap_counts seen);

/* "muster done at …; 256 IP addresses (3 hosts up) scanned in 2.31 seconds", with `between` in place of the ";". */
#define MST_NMAP_SENTENCE 192
const char *mst_nmap_sentence(char text[MST_NMAP_SENTENCE], const char *between, uint64_t ended_ms, uint64_t elapsed_ms,
                              struct mst_nmap_counts counts);

#endif
