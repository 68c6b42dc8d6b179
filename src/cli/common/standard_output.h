/*
 * standard_output.h - what is written for whoever reads this program's output, and whether somebody still does.
 *
 * A reader that leaves, as head(1) does, has seen enough: that is no failure, and nothing is said of it. Needs SIGPIPE
 * ignored.
 */
#ifndef MST_CLI_COMMON_STANDARD_OUTPUT_H
#define MST_CLI_COMMON_STANDARD_OUTPUT_H

#include <muster/error.h>
#include <stdbool.h>

/* Whether standard output is a pipe or a socket that nobody reads any more. Any time; asks the kernel. */
bool mst_stdout_reader_left(void);

/* Writes what stdio holds back. 0, also when the reader left; else -errno with a sentence. */
int mst_stdout_flush(struct mst_error *err);

#endif
