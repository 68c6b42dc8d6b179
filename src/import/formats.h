/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * formats.h - the formats that are read from their first byte to their last. Each gathers all rows of the input, which
 * has its first block; -EBADMSG with a sentence that names the file and the line.
 */
#ifndef MST_IMPORT_FORMATS_H
#define MST_IMPORT_FORMATS_H

#include "import/gather.h"
#include "import/input.h"

int mst_import_csv(struct mst_gather *gather, struct mst_input *input, struct mst_error *err);

/* json and ndjson; `*format` is set to which of them it is. */
int mst_import_json(struct mst_gather *gather, struct mst_input *input, const char **format, struct mst_error *err);

/* XML of nmap or muster. */
int mst_import_xml(struct mst_gather *gather, struct mst_input *input, struct mst_error *err);

/* The newest run of a database, or the one with this number. By its path: SQLite reads it. */
int mst_import_sqlite(struct mst_gather *gather, const char *path, const char *run, struct mst_error *err);

/* The rows of a journal, read where it is. */
int mst_import_journal(struct mst_rows **rows, const char *path, struct mst_error *err);

#endif
