/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ssh.h - the SSH connection that this program was started through. sudo, su and others drop its variable; processes
 * further up still have it.
 */
#ifndef MST_CLI_COMMON_SSH_H
#define MST_CLI_COMMON_SSH_H

#include <stddef.h>

/*
 * Sets SSH_CONNECTION to that of the nearest process above this one that has it, unless it is set. For the start of
 * `main`: later, privileges to read it may be missing.
 */
void mst_ssh_adopt(void);

/* The value of SSH_CONNECTION in an environment: texts that end with a NUL each; NULL when it is not there. */
const char *mst_ssh_in(const char *environment, size_t bytes);

/* The parent's number in the text of /proc/PID/stat; 0 when there is none. */
int mst_ssh_parent(const char *stat);

#endif
