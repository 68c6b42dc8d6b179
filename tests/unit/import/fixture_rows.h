/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_rows.h - a file made of some text, its rows as lines: "10.0.0.1 80/tcp open syn-ack".
 */
#ifndef FIXTURE_ROWS_H
#define FIXTURE_ROWS_H

#include <muster/rows.h>

#define FIXTURE_ROWS_MAX 256

struct fixture {
	char folder[64], path[96];
	struct mst_rows *rows;
	struct mst_result results[FIXTURE_ROWS_MAX];
	size_t count;
	char text[32768]; /* a line each, ended with LF; " name=…" behind those that have a name */
	struct mst_error err;
};

void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);

/* Writes the file NAME in its folder; `path` is it then. */
void fixture_put(struct fixture *fixture, const char *name, const void *bytes, size_t count);

/* Opens `path`; with 0, reads every row. */
int fixture_read(struct fixture *fixture);

/* Puts the text, opens it, and expects these lines. */
void fixture_expect(struct fixture *fixture, const char *text, const char *lines);

/* Puts the text, and expects -EBADMSG with these words. */
void fixture_refuse(struct fixture *fixture, const char *text, const char *words);

/* The worker of a row's verdict, and what each saw: "nyc ams=up nyc=down". Static. */
const char *fixture_workers(const struct fixture *fixture, size_t row);

#endif
