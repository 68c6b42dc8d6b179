/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * standard_output.h - standard output, and whether its reader is still there.
 *
 * A reader that leaves, as head(1) does, has seen enough: that is no failure, and no message is printed. Needs SIGPIPE
 * ignored.
 */
#ifndef MST_CLI_COMMON_STANDARD_OUTPUT_H
#define MST_CLI_COMMON_STANDARD_OUTPUT_H

#include <muster/error.h>
#include <stdbool.h>

/* Whether standard output is a pipe or a socket whose reader has left. Any time; asks the kernel. */
bool mst_stdout_reader_left(void);

/* Writes what stdio holds back. 0, also when the reader left; else -errno with a sentence. */
int mst_stdout_flush(struct mst_error *err);

#endif
