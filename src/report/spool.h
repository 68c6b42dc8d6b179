/*
 * spool.h - verdicts kept until the end: some MiB of memory, the rest in a temporary file without a name.
 *
 *     init ──► add, add, … ──► read in runs (final.h) ──► free
 *
 * The file is made of full memory buffers. When the report is ordered, each is sorted before it is written: a run, which
 * is merged with the others at the end. Nothing is ever sorted in the file itself.
 */
#ifndef MST_REPORT_SPOOL_H
#define MST_REPORT_SPOOL_H

#include <muster/error.h>
#include <muster/result.h>

/* How many records a full buffer has, so many a run of the file. */
#define MST_SPOOL_RUN ((size_t)65536)

struct mst_spool {
	struct mst_result *memory;
	size_t in_memory;
	size_t in_file;
	bool ordered;
	int fd;            /* -1 before the first byte of it */
	char *folder;      /* tried first for the file; NULL is none */
	int code;          /* 0, or why nothing more is kept */
	struct mst_error error;
};

/* `folder` as from mst_folder_of, "" for the current one, NULL for $TMPDIR or /tmp. */
int mst_spool_init(struct mst_spool *spool, const char *folder, bool ordered, struct mst_error *err);

/* Keeps copies. When the disk takes no more, `code` and `error` say so, and what was kept stays. */
void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count);

/* Reads records first..first + count of the file. False when they cannot be read: `code` and `error` say why. */
bool mst_spool_read(struct mst_spool *spool, struct mst_result *results, size_t first, size_t count);

/* Accepts zeroed memory. */
void mst_spool_free(struct mst_spool *spool);

#endif
