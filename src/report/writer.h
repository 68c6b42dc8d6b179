/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writer.h - what every output format must do. A format is one file that ends in a const struct,
 * and one row of FORMATS in formats.c.
 *
 * Writers never fail (struct mst_out keeps the first error), and get only verdicts that are wanted. A streamed output
 * is written as verdicts come. A document is written at once when the scan is over,
 * so its summary is known from the start.
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
	bool fields_chosen; /* the user chose the fields: a table shows exactly these */
	bool streamed;      /* it gets amendments too (results with `amended`); a document gets only final verdicts */
	bool measured;      /* begin says that nothing has to be measured */
	bool incomplete;    /* of a document: verdicts are missing, because the disk was full */
	struct mst_pairs parameters;
	struct mst_pairs summary;   /* streamed: empty before end */
	uint64_t rows;              /* a count for the writer's use; 0 at the start */
	struct mst_lookups lookups; /* for the writer's fields */
	void *state;                /* `state_size` bytes of the writer's own, zeroed before begin */
};

#define MST_SUFFIXES_MAX 2

struct mst_writer {
	const char *name;
	const char *brief;                      /* for help: what a line of it is; NULL: its name says that */
	const char *suffixes[MST_SUFFIXES_MAX]; /* of file names, with their dot; NULL: no more */
	unsigned traits;                        /* enum mst_format_trait */
	bool streamed;    /* always streamed; MST_FORMAT_STREAM: streamed when `stream` asks for it */
	bool every_port;  /* gets verdicts about ports of every state, and chooses by config->states itself */
	bool every_state; /* the same for hosts, too */
	size_t state_size;

	/* Of a format whose file is no stream of bytes: opens it in place of mst_out_open. NULL: it is a stream. */
	int (*open)(struct mst_out *out, const char *path, struct mst_error *err);
	void (*start)(struct mst_page *page); /* documents: when the scan begins, before `begin`; may be NULL */
	void (*begin)(struct mst_page *page);
	/* Documents that must be measured get all verdicts here before the first write, unless begin set `measured`.
	 * Both may be NULL. */
	void (*measure)(struct mst_page *page, const struct mst_result *results, size_t count);
	void (*end_measure)(struct mst_page *page);
	void (*write)(struct mst_page *page, const struct mst_result *results, size_t count);
	void (*write_name)(struct mst_page *page, const struct mst_addr *addr,
	                   const char *name); /* for mst_report_name; may be NULL */
	void (*end)(struct mst_page *page);
	void (*free_state)(struct mst_page *page); /* frees what `state` owns, even before end; may be NULL */
};

/* The formats in order; NULL past the end. */
const struct mst_writer *mst_writer_at(size_t index);

/* Finds a format by its name of `length` bytes; by the suffix of a path. NULL: there is none. */
const struct mst_writer *mst_writer_named(const char *name, size_t length);
const struct mst_writer *mst_writer_for_path(const char *path);

/* Splits an output of mst_report_add into format and path. -EINVAL with a sentence. */
int mst_writer_of_output(const struct mst_writer **writer, const char **path, const char *output,
                         struct mst_error *err);

#endif
