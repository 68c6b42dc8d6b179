/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace.h - the named hand-offs of a round, told to whoever traces it: config.trace.sink, for the targets it names, and
 * USDT probes (sys/sdt.h: bpftrace(8), perf-probe(1)), for all.
 *
 * Without either a hand-off costs one look at a pointer that nobody writes, and one instruction that does nothing.
 */
#ifndef MST_ROUND_TRACE_H
#define MST_ROUND_TRACE_H

#include <muster/trace.h>

#include "round/shared.h"

#ifdef MST_HAVE_SDT
#include <sys/sdt.h>
/* Arguments are numbers, or the 16 bytes of an address behind its family (struct mst_addr). */
#define MST_USDT(name, a, b, c, d) STAP_PROBE4(muster, name, a, b, c, d)
#else
#define MST_USDT(name, a, b, c, d) ((void)(a), (void)(b), (void)(c), (void)(d))
#endif

/* Whether this target is traced. */
bool mst_trace_wants(const struct mst_scan_trace *traced, const struct mst_addr *addr);

/* Whether a sink wants events of this target. */
static inline bool mst_traces(const struct mst_shared *shared, const struct mst_addr *addr)
{
	return __builtin_expect(shared->traced != NULL, 0) && mst_trace_wants(shared->traced, addr);
}

/* Hands it to the sink, of the present time where it has none. */
void mst_trace_emit(const struct mst_shared *shared, struct mst_trace_event *event);

/* Lane: ARM, an attempt. */
static inline void mst_trace_armed(const struct mst_shared *shared, const struct mst_addr *addr, uint16_t port,
                                   uint8_t attempt, unsigned lane)
{
	MST_USDT(armed, addr, port, attempt, lane);
	if (mst_traces(shared, addr))
		mst_trace_emit(shared, &(struct mst_trace_event){
					       .kind = MST_TRACE_ARMED,
					       .addr = *addr,
					       .port = port,
					       .attempt = attempt,
					       .lane = lane,
				       });
}

/* Lane: an attempt ran out, for this reason. */
static inline void mst_trace_expired(const struct mst_shared *shared, const struct mst_due *due, enum mst_reason reason,
                                     unsigned lane)
{
	MST_USDT(expired, &due->addr, due->port, due->attempt, reason);
	if (mst_traces(shared, &due->addr))
		mst_trace_emit(shared, &(struct mst_trace_event){
					       .kind = MST_TRACE_EXPIRED,
					       .addr = due->addr,
					       .port = due->port,
					       .attempt = due->attempt,
					       .lane = lane,
					       .reason = reason,
				       });
}

/* Receiver: an answer to a question of the plan, before its entry is looked at. */
static inline void mst_trace_answer(const struct mst_shared *shared, const struct mst_answer *answer, uint64_t wall_ns,
                                    int ifindex)
{
	MST_USDT(answer, &answer->target, answer->port, answer->reason, answer->ticket.attempt);
	if (mst_traces(shared, &answer->target))
		mst_trace_emit(shared, &(struct mst_trace_event){
					       .kind = MST_TRACE_ANSWER,
					       .time_ns = wall_ns,
					       .addr = answer->target,
					       .port = answer->port,
					       .attempt = answer->ticket.attempt,
					       .ifindex = (uint32_t)ifindex,
					       .reason = (enum mst_reason)answer->reason,
					       .from = answer->from,
				       });
}

/* Receiver: a frame about `target` is not believed. */
static inline void mst_trace_stray(const struct mst_shared *shared, const struct mst_answer *answer,
                                   enum mst_stray stray, uint64_t wall_ns, int ifindex)
{
	MST_USDT(stray, stray, &answer->target, answer->port, ifindex);
	if (mst_traces(shared, &answer->target))
		mst_trace_emit(shared, &(struct mst_trace_event){
					       .kind = MST_TRACE_STRAY,
					       .time_ns = wall_ns,
					       .addr = answer->target,
					       .port = answer->port,
					       .ifindex = (uint32_t)ifindex,
					       .stray = stray,
					       .from = answer->from,
				       });
}

/* Lane, receiver: SETTLE, RESULT; reporter: an amendment. */
static inline void mst_trace_verdict(const struct mst_shared *shared, const struct mst_result *result)
{
	if (result->amended)
		MST_USDT(amended, &result->addr, result->port, result->was, result->state);
	else
		MST_USDT(settled, &result->addr, result->port, result->state, result->reason);
	if (mst_traces(shared, &result->addr))
		mst_trace_emit(shared, &(struct mst_trace_event){
					       .kind = result->amended ? MST_TRACE_AMENDED : MST_TRACE_SETTLED,
					       .time_ns = result->time_ns,
					       .addr = result->addr,
					       .port = result->port,
					       .attempt = result->attempt,
					       .result = result,
				       });
}

#endif
