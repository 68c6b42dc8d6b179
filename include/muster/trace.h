/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace.h - the way of one target through a scan: an event at each hand-off, from the question to the verdict.
 *
 *     armed ──► sent ──► answer ──► settled ──► amended          stray, because …
 *       ▲         │        (nothing)                             rate, with what was sensed
 *       └─ again ─┴──────── expired ──► settled
 */
#ifndef MUSTER_TRACE_H
#define MUSTER_TRACE_H

#include <muster/api.h>
#include <muster/result.h>
#include <muster/stray.h>
#include <stddef.h>

/* X(constant, word, what it means) */
#define MST_TRACES(X) \
	X(MST_TRACE_ARMED, "armed", "a question, or another attempt at it, waits to leave") \
	X(MST_TRACE_SENT, "sent", "one of its frames left") \
	X(MST_TRACE_REFUSED, "refused", "this machine will not send a frame of it") \
	X(MST_TRACE_EXPIRED, "expired", "an attempt got no answer in time") \
	X(MST_TRACE_ANSWER, "answer", "a frame came in that answers it") \
	X(MST_TRACE_STRAY, "stray", "a frame came in from it, and was not believed") \
	X(MST_TRACE_SETTLED, "settled", "its verdict") \
	X(MST_TRACE_AMENDED, "amended", "a better verdict than before") \
	X(MST_TRACE_RATE, "rate", "the rate of an egress changed; of no target")

#define MST_TRACE_CONSTANT(constant, word, meaning) constant,
enum mst_trace_kind { MST_TRACES(MST_TRACE_CONSTANT) MST_TRACE_COUNT };
#undef MST_TRACE_CONSTANT

/* What a rate was decided by: counts since the start of the round, of one egress. */
struct mst_trace_rate {
	unsigned egress;             /* its number */
	double rate_pps, before_pps; /* frames a second, now and before; 0: no limit */
	const char *limit;           /* what keeps it from rising: a word of muster/scan.h */
	uint64_t sent;               /* frames */
	uint64_t references, references_answered, references_delayed; /* reference probes that counted */
	uint64_t drops;                                               /* answers that the capture lost */
};

/* Valid during the call of the sink. */
struct mst_trace_event {
	enum mst_trace_kind kind;
	uint64_t time_ns;                  /* since 1970, UTC: of the event, for frames that came in their arrival */
	struct mst_addr addr;              /* the target; no family for MST_TRACE_RATE */
	uint16_t port;                     /* 0 when the question is about the host */
	uint8_t attempt;                   /* from 1; 0 where it is not known */
	unsigned lane;                     /* that asks it; of armed, sent, refused, expired */
	const char *engine;                /* of sent */
	uint32_t ifindex;                  /* of sent, answer and stray: the interface; 0 where it is not known */
	enum mst_reason reason;            /* of expired and answer */
	enum mst_stray stray;              /* of stray */
	struct mst_addr from;              /* of answer and stray: the sender */
	const struct mst_result *result;   /* of settled and amended */
	const struct mst_trace_rate *rate; /* of rate */
};

/* Takes events. Called from several threads at once, between start and the end of a scan; must not wait. */
typedef void mst_trace_sink(void *user, const struct mst_trace_event *event);

/* "armed"; "?" out of range. Static. */
MST_API const char *mst_trace_name(enum mst_trace_kind kind);
MST_API const char *mst_trace_meaning(enum mst_trace_kind kind);

/* One line for people, without LF: "07:01:14.123456 192.0.2.7:80 settled: open, syn-ack, …".
 * `text` is always closed. */
#define MST_TRACE_TEXT 512
MST_API void mst_trace_format(const struct mst_trace_event *event, char *text, size_t size);

#endif
