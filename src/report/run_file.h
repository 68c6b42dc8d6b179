/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run_file.h - the file of the format sqlite: runs are appended to a database (base/run_tables.h has its tables).
 *
 *     open ──► begin ──► put, put … ──► end ──► close
 *      └─────────┴──────────┴─────────────────► close: the run stays in the file, without `ended`
 *
 * Rows are written in transactions of many: a process that is killed loses the last of them, and the next program that
 * opens the file finds it whole. No call but open returns an error: the first one is kept, and what follows is dropped.
 */
#ifndef MST_REPORT_RUN_FILE_H
#define MST_REPORT_RUN_FILE_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

struct mst_run_file;

/*
 * Opens a database of muster to append to it, or makes one where there is no file or an empty one. -EINVAL with a
 * sentence: another program's file, or no file at all; else -errno with a sentence.
 */
int mst_run_file_open(struct mst_run_file **file, const char *path, struct mst_error *err);

struct mst_run_start {
	uint64_t started_ms;    /* since 1970, UTC */
	const char *command;    /* NULL: not known */
	const char *question;   /* "hosts", "ports" */
	const char *parameters; /* JSON */
	const char *journal;    /* its ID; NULL: none. An unfinished run with it begins again, in its row */
};
void mst_run_file_begin(struct mst_run_file *file, const struct mst_run_start *start);

/* The values of a row, in the order of MST_RUN_COLUMNS. An empty text is NULL in the file. */
#define MST_RUN_COLUMNS \
	"addr,port,proto,state,reason,ttl,attempts,attempt,from,icmp_type,icmp_code,error,was,mac,vendor,suspect," \
	"service,name,worker,saw"
#define MST_RUN_COLUMN_COUNT 20
#define MST_RUN_WORKER 18 /* from here on, columns of the table of workers */

#define MST_RUN_ADDR 0
#define MST_RUN_PORT 1
#define MST_RUN_PROTO 2

struct mst_run_value {
	const char *text;
	int length;
	bool is_number;
};

struct mst_run_row {
	struct mst_run_value columns[MST_RUN_COLUMN_COUNT];
	const struct mst_run_value *service; /* MST_SERVICE_FIELD_COUNT; NULL: nothing is known */
	const void *sort;                    /* addr_sort */
	int sort_length;
	int64_t rtt_ns;   /* -1: NULL */
	uint64_t time_ms; /* 0: NULL */
};
void mst_run_file_put(struct mst_run_file *file, const struct mst_run_row *row);

struct mst_run_end {
	uint64_t ended_ms;
	bool complete;
	const char *summary; /* JSON */
	/* In the order of the columns `targets` to `unknown`; NULL where they are not known. */
	const int64_t *counts[9];
};
void mst_run_file_end(struct mst_run_file *file, const struct mst_run_end *end);

/* 0, or the first error: -errno with its sentence. */
int mst_run_file_code(const struct mst_run_file *file, struct mst_error *err);

/* A file that open made is removed if no run began in it. Accepts NULL. */
void mst_run_file_close(struct mst_run_file *file);

#endif
