/*
 * writer.h - how a format is written: one const struct at the end of its file, one line in formats.c.
 *
 * Writers only make bytes: they never fail (struct mst_out keeps the first error), and see only verdicts that are wanted.
 * A streamed output is written as verdicts come; a document is written from begin to end in one go when the scan is
 * over, and its summary is known from the start.
 */
#ifndef MST_REPORT_WRITER_H
#define MST_REPORT_WRITER_H

#include <muster/report.h>

#include "report/fields.h"
#include "report/out.h"

/* What a writer works with. */
struct mst_page {
	struct mst_out *out;
	const struct mst_report_config *config;
	const struct mst_fields *fields;
	bool fields_chosen; /* by the user: exactly these, also where a table has its own columns */
	bool streamed;      /* gets amendments too (results with `amended`); a document gets the final verdicts only */
	struct mst_pairs parameters;
	struct mst_pairs summary; /* streamed: empty before end */
	uint64_t rows;            /* written so far, for the writer's use; 0 at the start */
	struct mst_lookups lookups; /* for the writer's fields */
	void *state;                /* `state_size` bytes of the writer's own, zeroed before begin */
};

#define MST_SUFFIXES_MAX 2

struct mst_writer {
	const char *name;
	const char *suffixes[MST_SUFFIXES_MAX]; /* of file names, with their point; NULL is none */
	unsigned traits; /* enum mst_format_trait */
	bool streamed;   /* always; else with `stream`, by MST_FORMAT_STREAM */
	size_t state_size;

	void (*begin)(struct mst_page *page);
	/* Of documents that must be measured: all verdicts before the first write. Both may be NULL. */
	void (*measure)(struct mst_page *page, const struct mst_result *results, size_t count);
	void (*end_measure)(struct mst_page *page);
	void (*write)(struct mst_page *page, const struct mst_result *results, size_t count);
	void (*told_name)(struct mst_page *page, const struct mst_addr *addr, const char *name); /* of mst_report_name; may be NULL */
	void (*end)(struct mst_page *page);
	void (*leave)(struct mst_page *page); /* frees what `state` owns, ended or not; may be NULL */
};

/* The formats in order; NULL past the end. */
const struct mst_writer *mst_writer_at(size_t index);

/* By name, which has `length` bytes; by the end of a path. NULL: there is none. */
const struct mst_writer *mst_writer_named(const char *name, size_t length);
const struct mst_writer *mst_writer_for_path(const char *path);

/* Of an output as mst_report_add takes it: its format, and where it goes. -EINVAL with a sentence. */
int mst_writer_of_output(const struct mst_writer **writer, const char **path, const char *output, struct mst_error *err);

#endif
