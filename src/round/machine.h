/*
 * machine.h - how this machine treats a round: when it kept the round's threads from running, and what is to blame. The
 * receiver's alone.
 *
 *     lanes: late_ns, share ─┐
 *     receiver: overslept ───┼──► the longest time without CPU of late: answers may be as late, by this machine's making
 *     control groups ────────┘    and why the rate is what it is: other programs, a quota, or the machine at its best
 */
#ifndef MST_ROUND_MACHINE_H
#define MST_ROUND_MACHINE_H

#include <muster/scan.h>

#include "base/share.h"

struct mst_machine {
	struct mst_quota quota;
	struct {
		uint64_t at_ns, ran_ns, waited_ns, held_ns;
	} before;                             /* when its treatment was last judged */
	enum mst_limit limit;                 /* what it is to blame for, when the machine is */
	uint64_t late_ns[MST_LANES_MAX];      /* of each lane, when last looked at */
	uint64_t second;                      /* the current one */
	uint64_t longest_ns, last_longest_ns; /* without CPU, in it and in the one before */
};

void mst_machine_open(struct mst_machine *machine, uint64_t now_ns);
void mst_machine_close(struct mst_machine *machine);

/* The receiver meant to be awake after `meant_ns`, and slept for `slept_ns`, until now. */
void mst_machine_slept(struct mst_machine *machine, uint64_t meant_ns, uint64_t slept_ns, uint64_t now_ns);

/* A lane went without CPU for so long in all, by now. Every few milliseconds. */
void mst_machine_note_late(struct mst_machine *machine, unsigned lane, uint64_t late_ns, uint64_t now_ns);

/* Whether it is time to judge: some times a second. */
bool mst_machine_is_due(const struct mst_machine *machine, uint64_t now_ns);

/* Judges what the rate is limited by when the machine limits it: threads ran, and waited for a CPU, for so long in all. */
void mst_machine_judge(struct mst_machine *machine, uint64_t ran_ns, uint64_t waited_ns, uint64_t now_ns);

/* The longest time of the last second or two in which a thread wanted to run and did not; half a second at most. */
uint64_t mst_machine_stall_ns(const struct mst_machine *machine);

#endif
