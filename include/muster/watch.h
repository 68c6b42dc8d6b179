/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch.h - repeated scans, compared: which hosts went down or came back, which ports opened or closed.
 *
 *     open ──► wait, wait, … ──► close
 *      │         └ starts a round at each tick, compares it with the earlier ones, reports what changed
 *      └ the state file is read, the first round is ready
 *
 * A host is active when it answers; when ports are probed, when any of them answers. A port is active when it is open.
 * What a round could not find out (answers lost here, an interface down) never counts as a change. Ports of an inactive
 * host get no verdict. When many fall silent at once with one thing (an interface of this machine, a gateway, a
 * declared parent), that is one event, and they are unknown, not down, until it is back. Nearly everything is allocated
 * by open. One thread at a time; rounds have threads of their own.
 */
#ifndef MUSTER_WATCH_H
#define MUSTER_WATCH_H

#include <muster/api.h>
#include <muster/net.h>
#include <muster/scan.h>
#include <stdio.h>

/* Hosts and ports together. */
#define MST_WATCH_ITEMS_MAX 262144
#define MST_WATCH_CONFIRM_MAX 100
#define MST_WATCH_JOBS_MAX 64

/* The number of last rounds that each item keeps one by one. */
#define MST_WATCH_STRIP 64

enum mst_watch_standing {
	MST_WATCH_UNDECIDED, /* no round has found it out yet */
	MST_WATCH_INACTIVE,  /* `confirm` rounds in a row agreed on it */
	MST_WATCH_ACTIVE,
};

/*
 * A moment: nanoseconds of CLOCK_BOOTTIME, which continues while the machine sleeps and is never set; moments before
 * the machine started are negative. mst_watch_wall_ns converts it to UTC.
 */
typedef int64_t mst_moment;
#define MST_WATCH_NEVER INT64_MIN

/* The link-layer addresses that answered for a host of a local link. */
struct mst_watch_macs {
	uint8_t mac[6];    /* the last one */
	uint8_t former[6]; /* another one, before it */
	bool has_mac, has_former;
	bool conflict;    /* both claim the host's address; reported once */
	uint8_t agreed;   /* rounds in a row that found `mac` after the first */
	mst_moment since; /* of the first of them */
};

/* A host, or a port of it. */
struct mst_watch_item {
	struct mst_addr addr;
	uint16_t port;         /* 0: the host */
	uint8_t standing;      /* enum mst_watch_standing */
	uint8_t state, reason; /* of the last verdict other than `unknown` */
	uint8_t stood;         /* the last state that agreed with `standing` */
	uint8_t against;       /* the number of rounds in a row that did not agree with `standing` */
	bool known;            /* the last round found out its state */
	bool held;             /* not known because a cause explains it, or may do so: see struct mst_watch_cause */
	bool asleep;           /* expected to be: see the config's `asleep` */
	bool flapping;         /* told; its changes are not */
	int64_t rtt_ns;        /* of the last answer; -1 without one */
	mst_moment since;      /* of the first of the rounds that agreed on `standing` */
	mst_moment against_since;
	mst_moment first_seen, last_seen; /* active; or MST_WATCH_NEVER */
	uint64_t rounds_asked, rounds_up; /* that found out its state; that found it active */
	uint64_t strip_known, strip_up;   /* the last rounds, the newest in bit 0 */
	struct mst_watch_macs macs;       /* of hosts */

	/* Probes sent, and answers to them, in rounds that found out the state; 0 for a host whose ports are watched */
	uint64_t probes, answers;
	uint64_t turns; /* changes of `standing` */
};

/* X(constant, word for programs, words for people) */
#define MST_WATCH_TURNS(X) \
	X(MST_WENT_DOWN, "went-down", "went down") \
	X(MST_CAME_BACK, "came-back", "came back") \
	X(MST_PORT_OPENED, "port-opened", "opened") \
	X(MST_PORT_CLOSED, "port-closed", "closed") \
	X(MST_MAC_CHANGED, "mac-changed", "has another MAC address") \
	X(MST_MAC_CONFLICT, "mac-conflict", "is claimed by two hosts") \
	X(MST_FLAPPING, "flapping", "is flapping") \
	X(MST_STEADY, "steady", "is steady again")

/* X(constant, word): with what many fell silent */
#define MST_WATCH_CAUSES(X) \
	X(MST_CAUSE_INTERFACE, "interface") /* of this machine: all that is reached through it */ \
	X(MST_CAUSE_LINK, "link")           /* of an interface: the hosts on it */ \
	X(MST_CAUSE_GATEWAY, "gateway")     /* a first hop, or what is behind it */ \
	X(MST_CAUSE_PARENT, "parent")       /* as the caller declared it */

/* X(constant, word): the subject of a notice */
#define MST_WATCH_MATTERS(X) \
	X(MST_MATTER_ROUND, "round")     /* a round could not run */ \
	X(MST_MATTER_LATE, "late")       /* ticks were skipped */ \
	X(MST_MATTER_CLOCK, "clock")     /* the clock was set */ \
	X(MST_MATTER_SLEEP, "sleep")     /* the machine slept */ \
	X(MST_MATTER_STATE, "state")     /* of the state file */ \
	X(MST_MATTER_COMMAND, "command") /* of command */

#define MST_WATCH_TURN(constant, word, words) constant,
enum mst_watch_turn { MST_WATCH_TURNS(MST_WATCH_TURN) MST_WATCH_TURN_COUNT };
#undef MST_WATCH_TURN
#define MST_WATCH_CAUSE(constant, word) constant,
enum mst_watch_cause_kind { MST_WATCH_CAUSES(MST_WATCH_CAUSE) MST_WATCH_CAUSE_COUNT };
#undef MST_WATCH_CAUSE
#define MST_WATCH_MATTER(constant, word) constant,
enum mst_watch_matter { MST_WATCH_MATTERS(MST_WATCH_MATTER) MST_WATCH_MATTER_COUNT };
#undef MST_WATCH_MATTER

/* "went-down"; "went down". Static. */
MST_API const char *mst_watch_turn_name(enum mst_watch_turn turn);
MST_API const char *mst_watch_turn_words(enum mst_watch_turn turn);

/* "gateway". Static. */
MST_API const char *mst_watch_cause_name(enum mst_watch_cause_kind kind);

/* A change. Times since 1970, UTC. */
struct mst_watch_change {
	struct mst_addr addr;
	uint16_t port;         /* 0: the host */
	uint8_t turn;          /* enum mst_watch_turn */
	uint8_t state, reason; /* enum mst_state, mst_reason: now */
	uint8_t was;           /* enum mst_state */
	uint64_t round;        /* that reported it, from 1 */
	uint64_t since_ns;     /* the first round that found the new state */
	uint64_t was_since_ns;
	uint64_t lasted_ns; /* how long the earlier state lasted, by a clock that is never set */
	uint64_t count;   /* of MST_FLAPPING and MST_STEADY: changes so far that made it so, or were not told; else 0 */
	const char *name; /* by which the address was given, see mst_targets_name; NULL: none. Borrowed until close */

	/* Of MST_MAC_CHANGED and MST_MAC_CONFLICT: the link-layer address that answers now, and the other one, if known
	 */
	bool has_mac, has_was_mac;
	uint8_t mac[6], was_mac[6];
};

/*
 * Many hosts fell silent with one thing, or that is back. Meanwhile they are unknown, and no change of theirs is told.
 * Where that thing is a watched host itself, its own change is not told besides. Those that are `missing` when it is
 * back are told then or, if they stay silent, after the next round. Times since 1970, UTC.
 */
struct mst_watch_cause {
	uint8_t kind;         /* enum mst_watch_cause_kind */
	uint8_t turn;         /* MST_WENT_DOWN, MST_CAME_BACK */
	uint8_t reason;       /* enum mst_reason: of a host that fell silent, or of the parent's verdict */
	struct mst_addr addr; /* of the gateway or parent; no family: none */
	struct mst_addr from; /* the router whose ICMP error said so; no family: none did */
	char interface[MST_INTERFACE_NAME]; /* "": not known */
	const char *name;                   /* of `addr`, as of a change */
	uint64_t round;                     /* that reported it */
	uint64_t since_ns;                  /* the first round that found the new state */
	uint64_t lasted_ns;                 /* MST_CAME_BACK: how long it was silent */
	uint64_t count;                     /* hosts that fell silent with it */
	uint64_t hosts;                     /* that are watched */
	uint64_t missing;                   /* MST_CAME_BACK: of `count`, those that are silent in this round */
	const struct mst_addr *members;     /* those `count`, or those `missing`; ascending. Borrowed during the call */
	size_t member_count;                /* 0: no memory for the list */
};

struct mst_watch_round {
	uint64_t number;                  /* from 1 */
	uint64_t hosts, active, inactive; /* by standing; `hosts` counts all that were ever probed */
	uint64_t unknown;                 /* hosts whose state this round could not find out */
	uint64_t unrouted;                /* of those, hosts without a route */
	uint64_t ports_open;              /* by standing */
	uint64_t changes;
	uint64_t ticks_missed; /* skipped before the next round, as this one took too long */
	uint64_t elapsed_ns;
	bool asked; /* false: the round could not run; a notice gave the reason */
};

enum mst_watch_event_kind { MST_EVENT_CHANGE, MST_EVENT_ROUND, MST_EVENT_NOTICE, MST_EVENT_CAUSE };

struct mst_watch_event {
	enum mst_watch_event_kind kind;
	uint64_t time_ns; /* when it was reported; since 1970, UTC */
	union {
		struct mst_watch_change change;
		struct mst_watch_round round;
		struct mst_watch_cause cause;
		struct {
			enum mst_watch_matter matter;
			char text[MST_ERROR_TEXT]; /* a sentence */
		} notice;
	};
};

/* One JSON object on one line, without newline; `length` may be NULL. Freed with free(3); NULL: no memory. */
MST_API char *mst_watch_event_json(const struct mst_watch_event *event, size_t *length);

/* Called from mst_watch_wait: the changes and causes of a round, then the round.
 * A negative errno with a sentence ends the watch. */
typedef int mst_watch_sink(void *user, const struct mst_watch_event *event, struct mst_error *err);

#define MST_WATCH_PARENTS_MAX 1024
#define MST_WATCH_FLAP_MAX 32

/* These hosts are reached by the host `parent`, which must be among the watched ones. */
struct mst_watch_parent {
	struct mst_targets *children; /* closed. Those that are not watched, and the parent itself, are left out */
	struct mst_addr parent;
};

/* Start from mst_watch_defaults. Everything is borrowed until close. */
struct mst_watch_config {
	struct mst_scan_config scan; /* of each round; its sink is the watch's own */
	uint64_t every_ns;           /* from the start of one round to the start of the next, 50 ms..1 week */
	uint64_t rounds;             /* 0: until stopped */
	unsigned confirm;            /* rounds in a row that must agree, 1..MST_WATCH_CONFIRM_MAX */
	uint64_t confirm_every_ns;   /* from one round to the next while a change waits for `confirm`; 0: every_ns */
	const char *state_path;      /* the SQLite file that keeps the history; NULL: none */

	/* A host in several lists has the parent of the first. At most MST_WATCH_PARENTS_MAX; in no circle. */
	const struct mst_watch_parent *parents;
	size_t parent_count;

	/* A host or port that changes more than flap_changes times (0: that is not counted) within flap_ns is told once
	 * to be flapping, then when it had no change for flap_ns. 1..MST_WATCH_FLAP_MAX, 1 s..1 week */
	unsigned flap_changes;
	uint64_t flap_ns;

	/* Hosts that may be down at any time: neither that nor their return is told. Closed; NULL: none */
	struct mst_targets *asleep;

	/*
	 * A program and its arguments, closed by NULL; NULL: none. It runs at each change and cause, without a shell,
	 * with that event as a JSON object on its standard input. When more events wait than programs may start, one
	 * program gets them all: {"type":"events","count":…,"left_out":…,"events":[…]}. Those beyond 16 MB that wait
	 * are left out, and counted there. Its output goes to standard error.
	 */
	char *const *command;
	unsigned command_jobs;    /* programs at once, 1..MST_WATCH_JOBS_MAX */
	uint64_t command_time_ns; /* time limit: its process group is then killed */
	bool command_silent;      /* its output is discarded */

	mst_watch_sink *sink;
	void *sink_user;
};

/* A sweep every ten seconds, changes reported at once (`confirm` is 1), four programs at once, thirty seconds each. */
MST_API struct mst_watch_config mst_watch_defaults(void);

struct mst_watch;

/* Reads the state, opens the first round; nothing is sent. Fails as mst_scan_open does,
 * or when the state file cannot be used. */
MST_API int mst_watch_open(struct mst_watch **watch, const struct mst_watch_config *config, struct mst_error *err);

/*
 * Watches for at most this long; a signal makes it return sooner. 1: not over. 0: over, after all rounds or after
 * mst_watch_stop. Negative: what the sink returned.
 */
MST_API int mst_watch_wait(struct mst_watch *watch, uint64_t at_most_ns, struct mst_error *err);

/* Starts no further round; a running one is abandoned without results. Call mst_watch_wait until it is over. */
MST_API void mst_watch_stop(struct mst_watch *watch);

/* The time until mst_watch_wait has something to do. */
MST_API uint64_t mst_watch_due_ns(const struct mst_watch *watch);

/* Whether a round is running. */
MST_API bool mst_watch_is_asking(const struct mst_watch *watch);

/* The number of rounds that ended. */
MST_API uint64_t mst_watch_rounds(const struct mst_watch *watch);

/* Counts of all rounds since open. */
struct mst_watch_totals {
	uint64_t rounds;            /* that ended, whether they could ask or not */
	uint64_t not_asked;         /* of those, that could not run */
	uint64_t overrun;           /* of those, that took longer than the interval */
	uint64_t answers_lost_here; /* frames that captures and interfaces of this machine dropped */
};

MST_API struct mst_watch_totals mst_watch_totals(const struct mst_watch *watch);

/* Every host, followed by its ports, in ascending order; valid until close, updated by mst_watch_wait. */
MST_API const struct mst_watch_item *mst_watch_items(const struct mst_watch *watch, size_t *count);

/* The name by which this address was given, see mst_targets_name; NULL: none. Borrowed until close. */
MST_API const char *mst_watch_name(const struct mst_watch *watch, const struct mst_addr *addr);

/* A moment in nanoseconds since 1970, UTC, by the clock as it is set now; 0 for never. And how long ago it was. */
MST_API uint64_t mst_watch_wall_ns(const struct mst_watch *watch, mst_moment moment);
MST_API uint64_t mst_watch_ago_ns(const struct mst_watch *watch, mst_moment moment);

/* Accepts NULL. Programs that still run are killed. */
MST_API void mst_watch_close(struct mst_watch *watch);

/* ── reading a state file without a watch ── */

/* Times since 1970, UTC; 0 is never. */
struct mst_watch_record {
	struct mst_addr addr;
	uint16_t port; /* 0: the host */
	uint8_t standing, state, reason;
	uint64_t since_ns, first_seen_ns, last_seen_ns, last_asked_ns;
	uint64_t rounds_asked, rounds_up;
	uint32_t number; /* its place in the history; UINT32_MAX: none, as in files of older versions */
};

struct mst_watch_history {
	struct mst_watch_record *records; /* by address, then port */
	size_t count;
	uint64_t changes;
};

/* Reads a state file without changing it. -ENOENT: there is none; -EINVAL: not a state file of muster;
 * with a sentence. */
MST_API int mst_watch_history_read(struct mst_watch_history *history, const char *path, struct mst_error *err);
MST_API void mst_watch_history_free(struct mst_watch_history *history);

/* What the file has of the past: rounds of a day, hours (UTC) of a month, days (UTC) of all years. */
enum mst_watch_grain {
	MST_WATCH_ROUNDS,
	MST_WATCH_HOURS,
	MST_WATCH_DAYS,
	MST_WATCH_TOGETHER, /* all rounds of the time asked for, as one span */
};

struct mst_watch_span {
	const struct mst_watch_record *record; /* of the history that was given */
	uint64_t begin_ns;                     /* since 1970, UTC; of MST_WATCH_TOGETHER the begin of the time */
	uint64_t known, up; /* rounds that found out the state; that found it up or open. Of one round: 0 or 1 */
	uint8_t state;      /* enum mst_state, of a round; of other spans MST_UNKNOWN */
	int64_t rtt_min_ns, rtt_median_ns, rtt_p95_ns, rtt_max_ns; /* within 0.5 %; -1: no answer */
};

typedef void mst_watch_take_span(void *user, const struct mst_watch_span *span);

/*
 * Hands over the spans that begin in from_ns..to_ns - 1 (since 1970, UTC), host by host, each in the order of time; a
 * host that was not watched in a span has none there. `history` is that of the same file. Rounds that follow one
 * another fast are a sample: a day of them has at most 64 MiB. Errors as mst_watch_history_read.
 */
MST_API int mst_watch_history_spans(const struct mst_watch_history *history, const char *path,
                                    enum mst_watch_grain grain, uint64_t from_ns, uint64_t to_ns,
                                    mst_watch_take_span *take, void *user, struct mst_error *err);

#endif
