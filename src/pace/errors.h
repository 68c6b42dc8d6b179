/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * errors.h - how fast the UDP ports of one host may be asked, by the ICMP errors that come from it. Pure.
 *
 * A host reports a closed port by an ICMP error, and limits these by a token bucket: Linux sends six at once, then one
 * a second to each peer over IPv4, and ten over IPv6 since 6.18 (RFC 1812, section 4.3.2.8; RFC 4443, section 2.4 (f)).
 * A question that found the bucket empty looks like one to a silent port.
 *
 *     tokens      6 ─┐            ┌3─┐          ┌3─┐          ┌3 ┌4  …
 *                    └0 ──1──2──3─┘  └0─1──2──3─┘  └0─1──2──3─┘
 *     questions   ││││││││        │││││         ││ │ ││       │ │││ │││││││││││││││││││
 *     errors      │││││││         │││           │  │  │         │   (none: silent ports)
 *                 first go  rest  go     rest   go                  twice as many, each round trip
 *
 * Two rules follow from that. Pace: a bucket loses no token before it is full, so questions leave in goes. A go ends
 * when more of them remained without an error than silent ports among the closed ones explain; then the host rests
 * until it has a few tokens. How many errors came in a go tells how long it takes to get one. A host that has sent no
 * error for a second has tokens, whatever its limit: there is no end to its go, twice as many questions leave after
 * each round trip, and a host that sends none at all is soon not limited. Proof: silence counts only for a question
 * that found tokens for sure; any other is asked again. A host that allows less than one error a second is not known to
 * exist.
 */
#ifndef MST_PACE_ERRORS_H
#define MST_PACE_ERRORS_H

#include <stdbool.h>
#include <stdint.h>

/* The errors of one host: zeroed before the first. They come in runs, with a second or more between two. */
struct mst_errors {
	uint64_t earlier_until_ns; /* until then an earlier run may have hidden answers; 0: there was none */
	uint64_t first_ns;         /* when the first of all came */
	uint64_t from_ns, last_ns; /* the latest run: when its first question left, when its last error came */
	uint64_t trip_ns;          /* the longest round trip lately */
	uint32_t count;            /* of all runs */
	bool several; /* more than one host could send: of several addresses, they come from several hosts */
};

/* One more has come, to a question that left at `asked_ns`. */
void mst_errors_note(struct mst_errors *errors, uint64_t asked_ns, uint64_t now_ns);

/* Whether the host may have had no token for the answer to a question that left at `sent_ns`. */
bool mst_errors_hide(const struct mst_errors *errors, uint64_t sent_ns);

/* How one lane asks one host; zeroed before the first question. */
struct mst_errors_pace {
	uint64_t began_ns;    /* when it was first asked; 0: not yet */
	uint64_t latest_ns;   /* when it was last asked */
	uint64_t since_ns;    /* the last error of the go before: then it had no token; 0: in the first one */
	uint64_t go_ns;       /* when this go began … */
	uint64_t due_ns;      /* … and when the next one does, while it rests */
	uint64_t heard_ns;    /* the last error that has been taken into account */
	double interval_ns;   /* between two tokens, as learned; 0: not yet known */
	double sure;          /* tokens when this go began, at least */
	double closed, asked; /* of questions that found a token for sure, how many brought errors; they fade */
	uint32_t heard;       /* errors that have been taken into account */
	double most;          /* errors in one go; fades */
	uint32_t errors;      /* in this go */
	uint32_t waiting;     /* questions since the last error */
	uint32_t quiet; /* round trips without an error, while it had tokens for sure: then more of these may wait */
	bool rests;
	unsigned machines; /* that ask the host, each by its own errors; 0 is 1 */
};

/*
 * Whether the host may be asked now, by one of `lanes` that share it. `attempt`: of the question. The later ones wait
 * until the host has tokens for sure: a question has few attempts.
 */
bool mst_errors_pace_allows(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                            unsigned attempt, uint64_t now_ns);

/* It is asked. */
void mst_errors_pace_spend(struct mst_errors_pace *pace, const struct mst_errors *errors, uint64_t now_ns);

#endif
