/*
 * watch.h - the same question over and over: who went down, who came back, which ports opened and closed.
 *
 *     open ──► wait, wait, … ──► close
 *      │         └ begins a round at each tick, compares it with what was known, tells what changed
 *      └ the state file is read, the first round is ready
 *
 * A host is active when it answers; when ports are asked, as soon as one of them does. A port is active when it is open.
 * What a round could not find out (lost here, an interface away) never counts as a change. Ports of a host that is not
 * active are not judged. Everything a watch needs is allocated when it opens. One thread at a time; rounds have
 * threads of their own.
 */
#ifndef MUSTER_WATCH_H
#define MUSTER_WATCH_H

#include <muster/scan.h>
#include <stdio.h>

/* Hosts and ports together. */
#define MST_WATCH_ITEMS_MAX 262144
#define MST_WATCH_CONFIRM_MAX 100
#define MST_WATCH_JOBS_MAX 64

/* The last rounds that an item remembers one by one. */
#define MST_WATCH_STRIP 64

enum mst_watch_standing {
	MST_WATCH_UNDECIDED,   /* nothing is known yet */
	MST_WATCH_INACTIVE, /* so many rounds agreed as `confirm` says */
	MST_WATCH_ACTIVE,
};

/*
 * A moment: nanoseconds of a clock that goes on while the machine sleeps and is never set (CLOCK_BOOTTIME); those before
 * the machine started are negative. mst_watch_wall_ns tells it as people do.
 */
typedef int64_t mst_moment;
#define MST_WATCH_NEVER INT64_MIN

/* A host, or a port of it. */
struct mst_watch_item {
	struct mst_addr addr;
	uint16_t port;          /* 0: the host */
	uint8_t standing;       /* enum mst_watch_standing */
	uint8_t state, reason;  /* of the last verdict that was none of `unknown` */
	uint8_t stood;          /* the last state that agreed with the standing */
	uint8_t against;        /* so many rounds in a row did not agree with the standing */
	bool known;             /* the last round found it out */
	int64_t rtt_ns;         /* of the last answer; -1 when there was none */
	mst_moment since;       /* of the standing: the first round of those that agreed */
	mst_moment against_since;
	mst_moment first_seen, last_seen; /* active; MST_WATCH_NEVER */
	uint64_t rounds_asked, rounds_up; /* that found it out; and found it active */
	uint64_t strip_known, strip_up;   /* the last rounds, the newest in bit 0 */
};

/* X(constant, word for programs, words for people) */
#define MST_WATCH_TURNS(X)                                   \
	X(MST_WENT_DOWN, "went-down", "went down")            \
	X(MST_CAME_BACK, "came-back", "came back")            \
	X(MST_PORT_OPENED, "port-opened", "opened")           \
	X(MST_PORT_CLOSED, "port-closed", "closed")

/* X(constant, word): what a notice is about */
#define MST_WATCH_MATTERS(X)                                 \
	X(MST_MATTER_ROUND, "round")     /* could not ask */  \
	X(MST_MATTER_LATE, "late")       /* ticks left out */ \
	X(MST_MATTER_CLOCK, "clock")     /* it was set */     \
	X(MST_MATTER_SLEEP, "sleep")     /* the machine was */ \
	X(MST_MATTER_STATE, "state")     /* the file */       \
	X(MST_MATTER_COMMAND, "command") /* on change */

#define MST_WATCH_TURN(constant, word, words) constant,
enum mst_watch_turn { MST_WATCH_TURNS(MST_WATCH_TURN) MST_WATCH_TURN_COUNT };
#undef MST_WATCH_TURN
#define MST_WATCH_MATTER(constant, word) constant,
enum mst_watch_matter { MST_WATCH_MATTERS(MST_WATCH_MATTER) MST_WATCH_MATTER_COUNT };
#undef MST_WATCH_MATTER

/* "went-down"; "went down". Static. */
const char *mst_watch_turn_name(enum mst_watch_turn turn);
const char *mst_watch_turn_words(enum mst_watch_turn turn);

/* What changed. Times since 1970, UTC. */
struct mst_watch_change {
	struct mst_addr addr;
	uint16_t port;         /* 0: the host */
	uint8_t turn;          /* enum mst_watch_turn */
	uint8_t state, reason; /* enum mst_state, mst_reason: now */
	uint8_t was;           /* enum mst_state */
	uint64_t round;        /* that told it, from 1 */
	uint64_t since_ns;     /* the first round that found it so */
	uint64_t was_since_ns;
	uint64_t lasted_ns;    /* what was, on a clock that is never set */
};

struct mst_watch_round {
	uint64_t number;      /* from 1 */
	uint64_t hosts, active, inactive; /* by standing; `hosts` are those that were ever asked */
	uint64_t unknown;     /* hosts that this round could not find out */
	uint64_t unrouted;    /* of those, hosts that this machine had no route to */
	uint64_t ports_open;  /* by standing */
	uint64_t changes;
	uint64_t ticks_missed; /* before the next round begins, as this one took so long */
	uint64_t elapsed_ns;
	bool asked;           /* else nobody was: a notice told why */
};

enum mst_watch_event_kind { MST_EVENT_CHANGE, MST_EVENT_ROUND, MST_EVENT_NOTICE };

struct mst_watch_event {
	enum mst_watch_event_kind kind;
	uint64_t time_ns; /* since 1970, UTC: when it was told */
	union {
		struct mst_watch_change change;
		struct mst_watch_round round;
		struct {
			enum mst_watch_matter matter;
			char text[MST_ERROR_TEXT]; /* a sentence */
		} notice;
	};
};

/* The most that an event takes as JSON, with the NUL. */
#define MST_WATCH_JSON (6 * MST_ERROR_TEXT + 512)

/* One JSON object on one line, without newline; `text` has MST_WATCH_JSON bytes. Returns its length. */
size_t mst_watch_event_json(const struct mst_watch_event *event, char *text);

/* Called from mst_watch_wait: the changes of a round, then the round. A negative errno with a sentence ends the watch. */
typedef int mst_watch_sink(void *user, const struct mst_watch_event *event, struct mst_error *err);

/* Start from mst_watch_defaults. Everything is borrowed until close. */
struct mst_watch_config {
	struct mst_scan_config scan; /* of each round; its sink is the watch's own */
	uint64_t every_ns;           /* from one round's beginning to the next, 50 ms..1 week */
	uint64_t rounds;             /* 0: until stopped */
	unsigned confirm;            /* rounds that must agree, 1..MST_WATCH_CONFIRM_MAX */
	const char *state_path;      /* NULL: nothing is kept */

	/*
	 * Run at each change, with the change as a JSON object on its standard input; never by a shell. Program and
	 * arguments, closed by NULL; NULL: none. Its output goes to standard error, or nowhere. What waits beyond a
	 * thousand is dropped, and told.
	 */
	char *const *command;
	unsigned command_jobs;       /* at once, 1..MST_WATCH_JOBS_MAX */
	uint64_t command_time_ns;    /* then its process group is killed */
	bool command_silent;         /* its output goes nowhere */

	mst_watch_sink *sink;
	void *sink_user;
};

/* A sweep every ten seconds, one round agrees with itself, four commands at once, thirty seconds each. */
struct mst_watch_config mst_watch_defaults(void);

struct mst_watch;

/* Reads the state, opens the first round; nothing is sent. Fails as mst_scan_open does, and with the file's sentence. */
int mst_watch_open(struct mst_watch **watch, const struct mst_watch_config *config, struct mst_error *err);

/*
 * Watches for at most this long; a signal makes it return sooner. 1: not over. 0: over, all rounds were made or it was
 * stopped. Negative: the sink said so.
 */
int mst_watch_wait(struct mst_watch *watch, uint64_t at_most_ns, struct mst_error *err);

/* No further round; one that runs is given up, and concludes nothing. Go on waiting for the end. */
void mst_watch_stop(struct mst_watch *watch);

/* How long until something is due. */
uint64_t mst_watch_due_ns(const struct mst_watch *watch);

/* Whether a round is being asked now. */
bool mst_watch_is_asking(const struct mst_watch *watch);

/* Rounds concluded. */
uint64_t mst_watch_rounds(const struct mst_watch *watch);

/* Every host, followed by its ports, in ascending order; valid until close, changed by mst_watch_wait. */
const struct mst_watch_item *mst_watch_items(const struct mst_watch *watch, size_t *count);

/* A moment in nanoseconds since 1970, UTC, by the clock as it is set now; 0 for never. And how long ago it was. */
uint64_t mst_watch_wall_ns(const struct mst_watch *watch, mst_moment moment);
uint64_t mst_watch_ago_ns(const struct mst_watch *watch, mst_moment moment);

/* Accepts NULL. Commands that still run are killed. */
void mst_watch_close(struct mst_watch *watch);

/* ── what a state file tells, without a watch ── */

/* Times since 1970, UTC; 0 is never. */
struct mst_watch_record {
	struct mst_addr addr;
	uint16_t port; /* 0: the host */
	uint8_t standing, state, reason;
	uint64_t since_ns, first_seen_ns, last_seen_ns, last_asked_ns;
	uint64_t rounds_asked, rounds_up;
};

struct mst_watch_history {
	struct mst_watch_record *records; /* by address, then port */
	size_t count;
	uint64_t changes;
};

/* Reads a state file, and changes nothing in it. -ENOENT, -EINVAL: none of ours; the sentence tells. */
int mst_watch_history_read(struct mst_watch_history *history, const char *path, struct mst_error *err);
void mst_watch_history_free(struct mst_watch_history *history);

#endif
