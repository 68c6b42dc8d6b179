/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * environment.h - variables that libraries follow to files or servers, and that a caller with fewer rights than this
 * program has (file capabilities) must not choose.
 */
#ifndef MST_CLI_COMMON_ENVIRONMENT_H
#define MST_CLI_COMMON_ENVIRONMENT_H

/* First thing in main, before other threads: where the kernel says that the program got rights that its caller has not
 * (AT_SECURE of getauxval(3)), those variables are removed. */
void mst_environment_clean(void);

#endif
