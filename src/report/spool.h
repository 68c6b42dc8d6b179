/*
 * spool.h - verdicts kept until the end: some MiB of memory, the rest in a temporary file without a name.
 *
 *     init ──► add, add, … ──► gather ──► rows, count ──► free
 *
 * The file is made of full memory buffers, which are whole pages long: at the end file and memory are mapped
 * as one array, and the last buffer needs no disk.
 */
#ifndef MST_REPORT_SPOOL_H
#define MST_REPORT_SPOOL_H

#include <muster/error.h>
#include <muster/result.h>

struct mst_spool {
	struct mst_result *memory;
	size_t in_memory;
	size_t in_file;
	int fd;            /* -1 before the first byte of it */
	char *folder;      /* tried first for the file; NULL is none */
	struct mst_result *rows; /* after gather: all of them */
	size_t count, rows_max;
	int code;          /* 0, or why nothing more is kept */
	struct mst_error error;
};

/* `folder` as from mst_out_folder, "" for the current one, NULL for $TMPDIR or /tmp. */
int mst_spool_init(struct mst_spool *spool, const char *folder, struct mst_error *err);

/* Keeps copies. When the disk takes no more, `code` and `error` say so, and what was kept stays. */
void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count);

/* Makes `rows` one array of all verdicts in the order given, with space for `extra` more. */
int mst_spool_gather(struct mst_spool *spool, size_t extra);

/*
 * After gather: rows[first..first + count) will not be looked at for a while. Those of the file leave memory, and come
 * back when they are touched.
 */
void mst_spool_rest(const struct mst_spool *spool, size_t first, size_t count);

/* Accepts zeroed memory. */
void mst_spool_free(struct mst_spool *spool);

#endif
