/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gather.h - what a reader of a file makes of it: rows, names, runs of ports that are alike, and what the file says of
 * its run. Nothing needs an order; of several rows of one target the last one holds.
 *
 *     reader ──► add, add_name, add_alike … ──► spool ──► sorted.h: rows in order
 *
 * Names and runs are rows of their own in the spool, with a mark in `was`: they sort to their address, before its
 * ports.
 */
#ifndef MST_IMPORT_GATHER_H
#define MST_IMPORT_GATHER_H

#include <muster/rows.h>

#include "base/worker_sets.h"
#include "import/texts.h"
#include "report/spool.h"

/* Marks, in `was`, of what is no row. Where its text is, is in the bytes of `from`. */
#define MST_MARK_NAME 0xff  /* the text is a name of the address */
#define MST_MARK_ALIKE 0xfe /* ports with this verdict: the text lists them; all that the run asked, without a text */

#define MST_NAME_MAX 255 /* bytes of a name, or of several with blanks between */
#define MST_PORTS_TEXT_MAX 524288

/* Where the text of a mark is. Fits the bytes of an address. */
struct mst_text_place {
	uint64_t at;
	uint32_t length; /* 0: there is none */
	bool answered;   /* of ports that are alike: the address itself sent answers */
};
_Static_assert(sizeof(struct mst_text_place) <= 16, "a place fits the bytes of an address");

#define MST_GATHER_SET_BITS 16 /* of the number of a set */
_Static_assert(MST_WORKER_SETS_MAX < 1 << MST_GATHER_SET_BITS, "it fits them");

struct mst_gather {
	const char *file; /* its name, for sentences; borrowed */
	struct mst_spool spool;
	struct mst_texts texts;
	uint64_t added; /* rows and marks so far: numbers them in `position`, before the number of a set of workers */
	struct mst_worker_sets workers;
	unsigned vantages;     /* the most workers of a row; 0: of none */
	uint64_t rows;         /* without marks */
	bool tcp, udp;         /* rows about such ports */
	bool about_ports;      /* or the file says that ports were asked */
	bool services;         /* the file tells of services */
	bool ended;            /* the file says that the run was not ended early */
	bool everything;       /* and that no state was left out */
	struct mst_addr named; /* the last address that got a name, and it: most names repeat */
	char name[MST_NAME_MAX + 1];
	char *command;                           /* NULL: not known */
	uint64_t started_ns, ended_ns;           /* 0: not known */
	struct mst_pairs parameters;             /* a copy (report/pairs.h) */
	struct mst_targets *targets;             /* asked, closed; NULL: not known */
	struct mst_ports *tcp_ports, *udp_ports; /* asked; NULL: not known */
	struct mst_rows_missed missed;           /* as the file says */
	struct mst_error warning;                /* what could not be taken; empty: nothing */
};

/* -ENOMEM with a sentence. */
int mst_gather_init(struct mst_gather *gather, const char *file, struct mst_error *err);

/* Gives a row its workers, before it is added (base/worker_sets.h). -ENOMEM with a sentence. */
int mst_gather_workers(struct mst_gather *gather, struct mst_result *row, const struct mst_sightings *seen,
                       const char *worker, struct mst_error *err);

/* A row, copied. -errno with a sentence: the disk for temporary files is full … */
int mst_gather_add(struct mst_gather *gather, const struct mst_result *row, struct mst_error *err);

/* A name of an address; several are separated by blanks. What is longer than MST_NAME_MAX is left out. */
int mst_gather_add_name(struct mst_gather *gather, const struct mst_addr *addr, const char *name,
                        struct mst_error *err);

/*
 * Every port of a list like "1,3-4,6" has the verdict `like`, unless it has a row of its own; NULL: every port that was
 * asked of its protocol. `like->port` is not used.
 */
int mst_gather_add_alike(struct mst_gather *gather, const struct mst_result *like, const char *ports,
                         struct mst_error *err);

/* Keeps the first warning. */
void mst_gather_warn(struct mst_gather *gather, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds the ports of a list of numbers and ranges, "1,3-4"; false when it is anything else. */
bool mst_gather_read_ports(struct mst_ports *ports, const char *list);

/* Accepts zeroed memory. */
void mst_gather_free(struct mst_gather *gather);

#endif
