/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * output.h - where a recording stands in the file system: opening it beside its name, naming it, taking it away.
 */
#ifndef MST_RECORD_OUTPUT_H
#define MST_RECORD_OUTPUT_H

#include <muster/error.h>
#include <stdbool.h>

struct mst_record_output {
	int fd;
	bool force;
	char *path;
	char *partial_path; /* where it is until it has its name; NULL for a device or a named pipe, which is
	                     * written as it is */
};

/* -EINVAL for "-", -EEXIST without `force`, -EISDIR, -ENOMEM or -errno, with a sentence. */
int mst_record_output_open(struct mst_record_output *output, const char *path, bool force, struct mst_error *err);

/* Gives it its name, closes it, and frees the memory. A file that came meanwhile stays without force: -EEXIST, and the
 * sentence says what the recording is called instead. */
int mst_record_output_finish(struct mst_record_output *output, struct mst_error *err);

/* Removes what was written, closes, and frees the memory. */
void mst_record_output_discard(struct mst_record_output *output);

#endif
