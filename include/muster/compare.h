/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compare.h - runs beside one another: several as one (merge), and what differs between two (diff).
 *
 *     rows, rows, … ──► mst_merge_rows ──► next, next … 0 ──► counts, plans ──► close
 *     rows, rows    ──► mst_diff_open  ──► next, next … NULL ──► counts ──► close
 *
 * Both read rows in their order, a window of each at a time: memory does not grow with the number of verdicts. The rows
 * are borrowed and must outlive what reads them. One thread at a time.
 *
 * Verdicts are about one target if address and port are the same and, for ports, the protocol; a file that does not
 * name the protocol is taken to mean that of the other one.
 */
#ifndef MUSTER_COMPARE_H
#define MUSTER_COMPARE_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/rows.h>

/*
 * ── merge ──
 *
 * Of several verdicts about one target the best counts: open or up, closed, an ICMP error, silence, unknown; of equals
 * the later one. A target is settled once a verdict is more than "the run ended before it was known" (reasons
 * unfinished, and not-sent without an error of the kernel).
 */

/* What one of the files brought. */
struct mst_merge_file {
	uint64_t targets;       /* with a row */
	uint64_t unsettled;     /* of them without a verdict */
	size_t plan;            /* index of its plan */
	uint32_t shard, shards; /* it is part `shard` of `shards` of the order; 1 of 1: all of it, or not known */
	const char *seed;       /* of its order, as the run names it; NULL: not known. Borrowed from the rows */
	bool sampled;           /* its run asked a random share, or a number, of the targets */
};

/* Targets without a verdict that follow one another, both ends included. Ports are 0 for hosts. */
struct mst_merge_range {
	struct mst_addr first, last;
	uint16_t first_port, last_port;
	bool every_port; /* all ports of the plan, from the first address to the last */
};

#define MST_MERGE_RANGES 32

/* Files with the same targets, ports and protocol are of one plan: the parts of one run, or the same run repeated. */
struct mst_merge_plan {
	size_t files;
	bool known;          /* which targets it has; false: a file does not say, or leaves out states */
	mst_uint128 targets; /* of the plan; of a sampled one, or where they are not known, those with a row */
	mst_uint128 settled; /* of them, in any file */
	struct mst_merge_range ranges[MST_MERGE_RANGES]; /* the first ones without a verdict; only where known */
	uint64_t range_count;                            /* of all such ranges */
};

struct mst_merge_counts {
	uint64_t targets;   /* with a row in any file */
	uint64_t unsettled; /* of them without a verdict in any file */
	uint64_t doubled;   /* settled by more than one file */
	uint64_t differing; /* of those, with different states */
};

/*
 * The rows of `count` files as one; `merged` is closed before they are. -EINVAL with a sentence: no files, or rows
 * about hosts among rows about ports; -ENOMEM.
 */
MST_API int mst_merge_rows(struct mst_rows **merged, struct mst_rows *const *files, size_t count,
                           struct mst_error *err);

/* Of merged rows, whole once mst_rows_next has returned 0; a rewind begins them again. Borrowed. */
MST_API const struct mst_merge_counts *mst_merge_counts(const struct mst_rows *merged);

/* The index-th file; the index-th plan, in the order of their first files. NULL past the last. As above. */
MST_API const struct mst_merge_file *mst_merge_file(const struct mst_rows *merged, size_t index);
MST_API const struct mst_merge_plan *mst_merge_plan(const struct mst_rows *merged, size_t index);

/*
 * ── diff ──
 *
 * What the absence of a row means depends on what its file says of its run. A target has a row in one file, and none in
 * the other:
 *
 *     the other file                                          then the target is
 *     says what it asked (`targets`, `port_set`, `proto`),    left out: only one run asked it
 *       and this is not among it
 *     is complete: each target that it asked has a row        left out: only one run asked it
 *     says that its run was ended early (`cut`)               undecided: not compared
 *     lists only some states, and this state is one of them   came, or went: there it has another state
 *     lists only some states, and this state is none of them  the same, as far as can be known
 *
 * A csv file does not say whether it is complete: one that lists silent targets beside others is. The states that a
 * file lists are those of its rows; one without rows is taken to list those of the other file.
 *
 * A target has a row in both files:
 *
 *     unknown in either                   undecided: not compared
 *     a host that is up in one of them    came, or went
 *     another state                       changed
 *     the same state                      the same; changed, if name, product or version of the service are known of
 *                                         both and differ; with `details`, if another reason, suspicion or MAC address
 *
 * Round-trip times, TTLs and times never count.
 */
enum mst_change { MST_CAME, MST_WENT, MST_CHANGED };

/* "came", "went", "changed". Static. */
MST_API const char *mst_change_name(enum mst_change change);

struct mst_difference {
	enum mst_change change;
	const struct mst_result *before, *after; /* NULL: the file has no row; never both. Valid until the next call */
	bool state, reason, suspect, mac;        /* what differs; the last three only with `details` */
	bool service;                            /* name, product or version */
};

struct mst_diff_counts {
	uint64_t compared; /* targets: the same, came, went, changed */
	uint64_t came, went, changed;
	uint64_t undecided;   /* unknown in one of the files: not compared */
	uint64_t left_out[2]; /* only the first run asked; only the second */
	uint64_t absent[2];   /* came or went because the first file lists no such row; the second */
};

struct mst_diff;

/*
 * The differences from `before` to `after`. `details`: reasons, suspicions and MAC addresses count, too. A file that
 * does not say whether it is complete is read once beforehand. -EINVAL with a sentence: hosts against ports, or
 * protocols that differ; -ENOMEM; the failure of the rows.
 */
MST_API int mst_diff_open(struct mst_diff **diff, struct mst_rows *before, struct mst_rows *after, bool details,
                          struct mst_error *err);

/* The next one, in the order of address and port; NULL at the end, and after a failure. */
MST_API const struct mst_difference *mst_diff_next(struct mst_diff *diff);

/* Begins again from the first. */
MST_API void mst_diff_rewind(struct mst_diff *diff);

/* Whole once next has returned NULL. Borrowed. */
MST_API const struct mst_diff_counts *mst_diff_counts(const struct mst_diff *diff);

/* Whether any address had a row in both files, among those read so far. */
MST_API bool mst_diff_met(const struct mst_diff *diff);

/* 0, or -errno of the failure that made it end early, with its sentence. */
MST_API int mst_diff_code(const struct mst_diff *diff, struct mst_error *err);

/* Accepts NULL. The rows stay open. */
MST_API void mst_diff_close(struct mst_diff *diff);

#endif
