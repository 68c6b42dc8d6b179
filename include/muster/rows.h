/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - verdicts to be read, as often as needed: of a journal, or of a file that muster or nmap wrote.
 *
 *     open ──► next, next, … 0 ──► rewind ──► next … ──► close
 *
 * Rows come in the order of address and port (mst_addr_compare, then the port), one for each target: amendments are
 * merged. Memory is bounded, however many there are. One thread at a time.
 */
#ifndef MUSTER_ROWS_H
#define MUSTER_ROWS_H

#include <muster/api.h>
#include <muster/endpoints.h>
#include <muster/error.h>
#include <muster/report.h>
#include <muster/result.h>
#include <muster/targets.h>

struct mst_rows;

/* The estimated share of responders that the run missed, with its interval (95 %), as its file says; all from 0 to 1.
 */
struct mst_rows_missed {
	bool known;
	double share, low, high;
};

/* What the rows are of. Borrowed from them. */
struct mst_rows_about {
	const char *format;                /* "journal", "csv", "nmap-xml", … */
	bool ports;                        /* verdicts about ports; false: about hosts */
	uint8_t proto;                     /* of the ports: 6 tcp, 17 udp; 0: both, or not known */
	bool complete;                     /* the run was not ended early, and no state was left out */
	const struct mst_targets *targets; /* closed: the addresses that the run asked; NULL: only the rows are known */
	const struct mst_ports *port_set;  /* likewise; NULL for hosts, and where it is not known */
	const struct mst_endpoints *endpoints; /* closed: only these pairs of them; NULL: all */
	struct mst_pairs parameters;           /* as the report of that run had them; may be empty */
	const char *command;                   /* the command line of the run; NULL: not known */
	uint64_t started_ns, ended_ns;         /* since 1970, UTC; 0: not known */
	const char *warning; /* what of the file could not be taken: a sentence that names it; NULL: nothing */
	bool services;       /* what is known of services is told, too, where something is known */
	struct mst_rows_missed missed;
	unsigned vantages; /* so many workers of a fleet probed each target; 0: the rows are of no fleet */
	bool cut;          /* the run was ended early, or its file: a target without a row may not have been probed */
};

/*
 * Opens a file of a finished or unfinished run: a journal, csv (with header), json, ndjson, sqlite (its newest run, or
 * with `path#ID` the run of that ID), or XML of muster or nmap; the content decides which. "-" is standard input.
 * -EBADMSG with a sentence that names the file and, for text, the line: it is none of these, or broken; else -errno.
 */
MST_API int mst_rows_open(struct mst_rows **rows, const char *path, struct mst_error *err);

/*
 * Whether a file begins as one that mst_rows_open reads; a list of targets does not. Nothing is consumed: of standard
 * input, "-", only where it is a file.
 */
MST_API bool mst_rows_recognise(const char *path);

MST_API const struct mst_rows_about *mst_rows_about(const struct mst_rows *rows);

/* The next rows, at most `most`; 0 at the end, and after a failure. */
MST_API size_t mst_rows_next(struct mst_rows *rows, struct mst_result *results, size_t most);

/* Begins again from the first. */
MST_API void mst_rows_rewind(struct mst_rows *rows);

/* The name of the address that the run knew (a target by name, a reverse name); NULL: none. Valid until next or close.
 */
MST_API const char *mst_rows_name(const struct mst_rows *rows, const struct mst_addr *addr);

/* The worker of a fleet that probed the target of this row from a vantage (0 where there is only one); NULL: not known.
 * Valid until close. The row is handed over as it came: where no position is known, a row with workers has, in place of
 * MST_NO_POSITION, one of the 65,535 numbers below it. */
MST_API const char *mst_rows_worker(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage);

/* 0, or -errno of the failure that made the rows end early, with its sentence. */
MST_API int mst_rows_code(const struct mst_rows *rows, struct mst_error *err);

/*
 * The same rows in the order of their times, all read now; borrows `rows`, which are to be closed after it. Beyond some
 * MiB they are in a temporary file. -errno with a sentence: no memory, no room, or the failure of the rows.
 */
MST_API int mst_rows_by_time(struct mst_rows **ordered, struct mst_rows *rows, struct mst_error *err);

/* Accepts NULL. */
MST_API void mst_rows_close(struct mst_rows *rows);

#endif
