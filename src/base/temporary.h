/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * temporary.h - a file for this process alone, which is gone when it is closed: it never has a name, or one for the
 * moment of its making where the file system wants names (unnamed.h).
 */
#ifndef MST_BASE_TEMPORARY_H
#define MST_BASE_TEMPORARY_H

/* In this folder; "" is the current one. Returns its descriptor, for reading and writing, or -errno. */
int mst_temporary_open(const char *folder);

/* In the first folder that allows it, of $TMPDIR, /var/tmp and /tmp. */
int mst_temporary_open_anywhere(void);

#endif
