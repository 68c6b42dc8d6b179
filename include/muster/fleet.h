/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fleet.h - many machines, one scan: a plan in a store (Redis or Valkey), from which workers take blocks of positions,
 * and a collector that brings their verdicts into one journal.
 *
 *     submit ──► the store ◄──► work, work, …        any number of machines, any time
 *                   └─────────► collect ──► a journal ──► rows, reports
 *
 * Every target has exactly one verdict (with several vantages one of each), whatever dies: a block belongs to whoever
 * holds its lease, and only the holder can commit it (src/fleet/store.h has the protocol). One thread at a time for
 * each handle; scans have threads of their own. -ENOTSUP with a sentence in a build without hiredis. Sentences about
 * the store name it without its password.
 */
#ifndef MUSTER_FLEET_H
#define MUSTER_FLEET_H

#include <muster/api.h>
#include <muster/journal.h>
#include <muster/scan_config.h>

struct mst_fleet;

/* Where the store is. Borrowed until mst_fleet_close. */
struct mst_fleet_store {
	const char *url;      /* redis://HOST[:PORT][/DB], or rediss:// for TLS; port 6379 and database 0 by default */
	const char *user;     /* NULL: the default user */
	const char *password; /* NULL: none */
	const char *ca_file;  /* of TLS: the certificates that are trusted, PEM; NULL: those of this system */
};

/* Why this build has no fleets, for people: what is needed. NULL: it has them. Static. */
MST_API const char *mst_fleet_absence(void);

/* Checks the URL alone. -EINVAL with a sentence. */
MST_API int mst_fleet_check_url(const char *url, struct mst_error *err);

/* Connects. -EINVAL: the URL; -EACCES: user or password; -ECONNREFUSED, -ETIMEDOUT and the like: no store is there.
 * Names are resolved, and the connection is made, within some seconds. */
MST_API int mst_fleet_open(struct mst_fleet **fleet, const struct mst_fleet_store *store, struct mst_error *err);

/* Accepts NULL. */
MST_API void mst_fleet_close(struct mst_fleet *fleet);

#define MST_FLEET_LEASE_MIN_NS UINT64_C(3000000000)
#define MST_FLEET_LEASE_MAX_NS UINT64_C(3600000000000)
#define MST_FLEET_LEASE_NS UINT64_C(30000000000) /* the usual lease */

/* A new plan. Of `scan` count: probing, retry, order, header (but source ports), services (but files), route.no_arp,
 * rate.pps (all workers together) and rate.max_pps (likewise; 0: each worker by its own limits). */
struct mst_fleet_order {
	const struct mst_scan_config *scan;
	const char *line;             /* the command line, for people */
	const char *const *arguments; /* the words of it from the command's name on; `argument_count` of them */
	size_t argument_count;
	uint64_t lease_ns; /* a worker that is silent for so long loses its block; LEASE_MIN..LEASE_MAX */
	unsigned vantages; /* every target is probed by so many workers, 1..MST_VANTAGES_MAX */
};

/*
 * Puts the plan into the store, open for workers. A store that goes away before it answers is asked again for 15 s.
 * -EINVAL with a sentence: what no fleet can share (discover, files of signatures, more than 2^53 positions, …), or no
 * targets; else -errno.
 */
MST_API int mst_fleet_submit(struct mst_fleet *fleet, const struct mst_fleet_order *order, char id[MST_JOURNAL_ID],
                             struct mst_error *err);

/* ---- working ---- */

/* What a worker does now. */
struct mst_fleet_working {
	const char *id;            /* of the plan; NULL: it waits for one */
	uint64_t first, end, done; /* positions of its block: [first, end), and those with a verdict */
	uint64_t blocks;           /* committed so far */
	uint64_t positions;        /* of those */
	uint64_t refused;          /* blocks that were taken over by others before they were committed: dropped here */
	double share_pps;          /* of the plan's rate; 0: no limit of the plan */
	const struct mst_scan_stats *stats; /* of the block; NULL: none */
	bool away;                          /* the store cannot be reached: the block goes on, and is committed later */
};

#define MST_FLEET_NAME 65 /* room for a worker's name and its NUL */

/* Whether a worker can be called so: 1 to 64 letters, digits, - _ and . -EINVAL with a sentence. */
MST_API int mst_fleet_check_name(const char *name, struct mst_error *err);

/* Writes what a worker is called by default: the name of this host, with - for what no name has, and the number of this
 * process. */
MST_API void mst_fleet_usual_name(char name[MST_FLEET_NAME]);

struct mst_fleet_work {
	/* How this machine sends: route, engines, threads, rate (own limits: pps, min_pps, max_pps, arp_pps), source
	 * ports of the header, probing.payloads (the file, if the plan has one), and probing.excluded: addresses that
	 * this machine never probes; a plan with any of them is refused. */
	struct mst_scan_config scan;
	const char *name; /* of this worker (mst_fleet_check_name); each has another one */
	bool until_done;  /* ends when no plan is open; false: waits for the next one */
	/* An open file of this worker, to read and write: what could not be committed is kept there, and committed by
	 * the next one that has it. -1: in memory only. */
	int kept_fd;
	/* Called several times a second; nonzero ends the work in order: what is settled of the block is committed,
	 * the rest is given back. */
	int (*turn)(void *user, const struct mst_fleet_working *now);
	/* A line for people, without its LF: a plan that is refused, a store that went away. May be NULL. */
	void (*notice)(void *user, const char *text);
	void *user;
};

/*
 * Works on open plans, the oldest first. 0: ended as wished. -ESTALE: the store forgot the plan of the block that was
 * held (a new and empty one took its place): the verdicts are dropped. -EPERM: not enough privileges to send. Other
 * codes: this machine failed; the block was given back if the store was there.
 */
MST_API int mst_fleet_work(struct mst_fleet *fleet, const struct mst_fleet_work *work, struct mst_error *err);

/* ---- collecting ---- */

struct mst_fleet_collected {
	unsigned vantages; /* of the plan; each has a journal: that of the first is `path`, of others path.2, … */
	uint64_t total, settled; /* positions of the plan, once for each vantage, and those in the journals */
	uint64_t refused;        /* results that were malformed: their blocks are asked again */
	bool over;               /* the plan is stopped, or everything is settled */
};

struct mst_fleet_collection {
	const char *id;   /* of the plan, or the beginning of it that only one has */
	const char *path; /* of the journal of the first vantage; each is made, or gone on with */
	bool wait;        /* until the plan is over; false: what is there now */
	int (*turn)(void *user, const struct mst_fleet_collected *now); /* nonzero ends it; may be NULL */
	void *user;
};

/*
 * Brings results into the journal, and takes them off the store once they are on the disk. The journal is whole after
 * each call, and any reader of journals reads it. -ENOENT: no such plan; -EBUSY with a sentence: the results of the
 * plan belong to another journal; -EINVAL: the journal is of another run.
 */
MST_API int mst_fleet_collect(struct mst_fleet *fleet, const struct mst_fleet_collection *collection,
                              struct mst_fleet_collected *collected, struct mst_error *err);

/* The journal of a vantage, from 0, of a collection at `path`. -ENAMETOOLONG: it does not fit. */
MST_API int mst_fleet_journal_path(char *text, size_t size, const char *path, unsigned vantage);

/* ---- plans ---- */

/* X(constant, word) */
#define MST_FLEET_STATES(X) \
	X(MST_FLEET_OPEN, "open") \
	X(MST_FLEET_PAUSED, "paused") \
	X(MST_FLEET_STOPPED, "stopped") \
	X(MST_FLEET_DONE, "done")

#define MST_FLEET_STATE_CONSTANT(constant, word) constant,
enum mst_fleet_state { MST_FLEET_STATES(MST_FLEET_STATE_CONSTANT) };
#undef MST_FLEET_STATE_CONSTANT

MST_API const char *mst_fleet_state_word(enum mst_fleet_state state);

#define MST_FLEET_TEXT 256

struct mst_fleet_worker {
	char name[MST_FLEET_NAME];
	uint64_t silent_ns;        /* since its last call */
	uint64_t first, end, done; /* positions of its block; first == end: it has none */
	unsigned vantage;          /* of that */
	double rate_pps;           /* positions a second */
	double missed;             /* estimated share of responders missed, 0..1; negative: not known */
	char says[MST_FLEET_TEXT]; /* why it refuses the plan, say; empty: nothing */
};

struct mst_fleet_plan {
	char id[MST_JOURNAL_ID];
	enum mst_fleet_state state;
	char line[MST_FLEET_TEXT]; /* the command line, cut */
	uint64_t created_ns;       /* since 1970 */
	unsigned vantages;         /* workers that probe each target */
	uint64_t total, done;      /* positions, once for each vantage; committed */
	uint64_t collected;        /* of those, on a collector's disk */
	uint64_t offered;          /* blocks that wait for a worker */
	uint64_t held;             /* blocks that a worker has */
	uint64_t taken_over;       /* blocks whose worker fell silent */
	uint64_t split;            /* blocks that were halved for idle workers */
	uint64_t refused;          /* late commits of workers that had lost their block */
	uint64_t max_pps;          /* 0: no limit */
	size_t worker_count;
	struct mst_fleet_worker *workers;
};

/* Every plan, the oldest first, or only that of `id` (or its beginning; -ENOENT with a sentence). Freed by
 * mst_fleet_plans_free. */
MST_API int mst_fleet_plans(struct mst_fleet *fleet, const char *id, struct mst_fleet_plan **plans, size_t *count,
                            struct mst_error *err);
MST_API void mst_fleet_plans_free(struct mst_fleet_plan *plans, size_t count);

enum mst_fleet_action {
	MST_FLEET_STOP,   /* workers commit what is settled; the rest is never asked, until it is resumed */
	MST_FLEET_PAUSE,  /* the same for a while */
	MST_FLEET_RESUME, /* open again */
	MST_FLEET_FORGET, /* everything of the plan leaves the store */
};

/* -ENOENT: no such plan; -EALREADY, -EBUSY with a sentence: it is done, or open, or has results. `force`: forget it
 * although it is open, or has results that no collector has. */
MST_API int mst_fleet_command(struct mst_fleet *fleet, const char *id, enum mst_fleet_action action, bool force,
                              struct mst_error *err);

#endif
