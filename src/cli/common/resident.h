/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resident.h - memory that the process keeps for a long run: less than it took to start.
 */
#ifndef MST_CLI_COMMON_RESIDENT_H
#define MST_CLI_COMMON_RESIDENT_H

/* First of all: how memory that is freed goes back to the kernel. */
void mst_resident_begin(void);

/*
 * Lets go of code and constants of the program and its libraries that only its start needed: most of what is resident
 * then. What is still needed comes back from the page cache when it is used. Breakpoints of a debugger and probes of a
 * tracer stay. Needs /proc, so call it before a sandbox; where there is none, nothing is let go of.
 */
void mst_resident_trim(void);

#endif
