/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * journal.h - the journal of a run: what it asks, and every verdict so far, in a file that outlives the process.
 *
 *     new    ──► scan: open, start, wait ──► final, final … rows ──► end ──► close       the run itself
 *     resume ──► the same, for what is left                                               another process, later
 *     read   ──► info, rows ──► close                                                     anybody, at any time
 *
 * A journal is handed to a scan by mst_scan_config.output.journal; the scan writes into it from its reporter thread. A
 * process that is killed loses at most what the last second brought: those targets are probed again. The bytes are
 * described in src/journal/format.h.
 */
#ifndef MUSTER_JOURNAL_H
#define MUSTER_JOURNAL_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/result.h>
#include <muster/rows.h>
#include <muster/scan.h>

struct mst_journal;

#define MST_JOURNAL_ID 24 /* room for an ID, "20261129-103015-7f3a", and its NUL */

struct mst_journal_config {
	const char *path;       /* the file, which must not exist unless `force`; NULL: FOLDER/ID.journal */
	const char *folder;     /* exists; NULL, with `path` NULL: the file has no name and dies with the process */
	bool force;             /* overwrite `path` */
	uint64_t name_after_ns; /* without `path`: the file gets its name when the run is this old */
	uint64_t max_stall_ns;  /* on a full disk: wait this long for room, while the scan pauses; then fail */
	const char *line;       /* the command line, for people */
	const char *const *arguments; /* the words of it from the command's name on, for mst_journal_info */
	size_t argument_count;
};

/* A new journal; it is written from mst_scan_start on. -EEXIST; else -errno with a sentence. */
MST_API int mst_journal_new(struct mst_journal **journal, const struct mst_journal_config *config,
                            struct mst_error *err);

/*
 * Opens the file of an unfinished run, to go on with it, and locks it. Of `config` only max_stall_ns counts. What
 * follows the last whole record is cut off when the scan starts. -EWOULDBLOCK with a sentence: another process has it
 * (its pid, since when). -EBADMSG: no journal, or broken before its first mark; -EALREADY: its run is complete;
 * -ENOTSUP: of a newer version. Nothing is written then.
 */
MST_API int mst_journal_resume(struct mst_journal **journal, const char *path, const struct mst_journal_config *config,
                               struct mst_error *err);

/* Opens a journal to read it, finished or not, even while its run goes on. Codes as for resume. */
MST_API int mst_journal_read(struct mst_journal **journal, const char *path, struct mst_error *err);

/* What a journal says of its run. Borrowed from it; of a journal that is being written, valid until the next call. */
struct mst_journal_info {
	char id[MST_JOURNAL_ID];
	const char *path;          /* NULL while it has no name */
	const char *line, *folder; /* the command line; the folder that it was started in */
	const char *const *arguments;
	size_t argument_count;
	enum mst_question question;
	bool udp;
	const struct mst_targets *targets;     /* closed, as they were resolved at the start */
	const struct mst_ports *ports;         /* NULL for hosts */
	const struct mst_endpoints *endpoints; /* closed: only these pairs of targets and ports; NULL: all */
	uint64_t seed;
	uint64_t total, settled;          /* targets of the run, and those with a verdict */
	uint64_t states[MST_STATE_COUNT]; /* verdicts by state */
	uint64_t started_ns;              /* of the first process; since 1970, UTC */
	uint64_t marked_ns;               /* of the newest mark: how far it was, when */
	uint64_t elapsed_ns;              /* spent by all processes of the run so far */
	int64_t pid;                      /* of the process that has it now; 0: none */
	unsigned processes;               /* that have worked on it */
	bool complete;                    /* every target has a verdict, and the outputs are whole */
	bool torn;                        /* the last record is cut short */
	double rate_pps;                  /* at the newest mark */
	/* Of a run that goes on: verdicts of this time and later may not have left by mst_journal_final before the
	 * earlier process died; UINT64_MAX: all had. */
	uint64_t held_since_ns;
};
MST_API const struct mst_journal_info *mst_journal_info(struct mst_journal *journal);

/*
 * Of the run itself, on the reporter's thread or after the scan's end: verdicts that will not change any more and were
 * not handed out before, at most `most`; each is held back for a few seconds, because a late answer may still improve
 * it, or a suspicion be added. `all`: the scan has ended, nothing is held back. Only for one reader, whose first call
 * comes within two seconds of the first verdict: a journal from which nobody takes verdicts does not keep them. 0: none
 * now.
 */
MST_API size_t mst_journal_final(struct mst_journal *journal, bool all, struct mst_result *results, size_t most);

/* Before the first verdict: mst_journal_final hands out these states (1u << enum mst_state) only; without this, all.
 * Without the states of silence, silence costs nothing there. */
MST_API void mst_journal_final_want(struct mst_journal *journal, uint32_t states);

/* Verdicts that were amended after mst_journal_final had handed them out. */
MST_API uint64_t mst_journal_late(const struct mst_journal *journal);

/*
 * Every verdict so far, in order. Of the run itself after the scan's end, and before its start for what is there
 * already. `unasked`: targets without a verdict have rows, too (unknown, not-sent), unless more than some
 * four million are left. The journal must outlive the rows.
 */
MST_API int mst_journal_rows(struct mst_rows **rows, struct mst_journal *journal, bool unasked, struct mst_error *err);

/* Of rows of a journal, before the first: only these states (1u << enum mst_state) are wanted. Without the states of
 * silence (down, filtered, open|filtered) the silent targets of a large network need not even be looked at. Rows of
 * other sources are as they were. */
MST_API void mst_journal_rows_want(struct mst_rows *rows, uint32_t states);

/* Likewise: only verdicts that hold, without those of targets that are probed again, because a process was stopped. */
MST_API void mst_journal_rows_want_settled(struct mst_rows *rows);

/*
 * After the scan, when the outputs are whole. `complete`: nothing is left to do; a file that `path` did not name is
 * removed. Without: the file stays, and gets its name if it has none. -errno with a sentence.
 */
MST_API int mst_journal_end(struct mst_journal *journal, bool complete, struct mst_error *err);

/* Whether the run waits for room on a full disk. Any thread. */
MST_API bool mst_journal_is_stalled(const struct mst_journal *journal);

/* From now on a full disk is an error at once: the user does not want to wait. Any thread; async-signal-safe. */
MST_API void mst_journal_hurry(struct mst_journal *journal);

/* Closes and unlocks; the file of a run that was not ended stays. Accepts NULL. */
MST_API void mst_journal_close(struct mst_journal *journal);

#endif
