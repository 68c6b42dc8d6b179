/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * errors.h - how fast the UDP ports of one host may be asked, by the ICMP errors that come from it. Pure.
 *
 * A host reports a closed port by an ICMP error, and limits these by a token bucket: Linux sends six at once, then one
 * a second to each peer over IPv4, and ten over IPv6 since 6.18 (RFC 1812, section 4.3.2.8; RFC 4443, section 2.4 (f)).
 * A question that found the bucket empty looks like one to a silent port.
 *
 *     errors        │││││││    │     │    │                              │
 *     questions   ││││││││ ││ ││ │ ││││ ││││ │ │ ││ ││││ ││││││││││││││││││││
 *                 └─ six ┘└──── a few an error ───┘└─ none for a second: ──┘
 *                                                     twice as fast, each 200 ms
 *
 * Two rules follow from that. Pace: questions leave a little faster than errors come back, so that no token waits long.
 * A host that has sent no error for a second has tokens, whatever its limit: it is asked faster and faster, and a host
 * that sends none at all is soon not limited. Proof: silence counts only for a question that found tokens for sure; any
 * other is asked again. A host that allows less than one error a second is not known to exist.
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
	uint32_t count;            /* of all runs */
};

/* One more has come, to a question that left at `asked_ns`. */
void mst_errors_note(struct mst_errors *errors, uint64_t asked_ns, uint64_t now_ns);

/* Whether the host may have had no token for the answer to a question that left at `sent_ns`. */
bool mst_errors_hide(const struct mst_errors *errors, uint64_t sent_ns);

/* Whether these errors of several addresses may all come from one host, which limits them together. */
bool mst_errors_are_of_one(const struct mst_errors *errors);

/* How one lane asks one host; zeroed before the first question. */
struct mst_errors_pace {
	uint64_t began_ns;   /* when it was first asked; 0: not yet */
	uint64_t due_ns;     /* when the next question is due; up to six may leave before */
	uint64_t heard_ns;   /* when the last error came that has been taken into account */
	uint32_t heard;      /* how many have been */
	uint32_t asked;      /* questions since then */
	uint32_t learned_us; /* between two questions, while errors come; 0: not yet known */
};

/*
 * Whether the host may be asked now, by one of `lanes` that share it. `attempt`: of the question. The later ones wait
 * until the host has tokens for sure: a question has few attempts.
 */
bool mst_errors_pace_allows(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                            unsigned attempt, uint64_t now_ns);

/* It was asked. */
void mst_errors_pace_spend(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                           uint64_t now_ns);

#endif
