/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine.h - how much CPU time this machine gives the threads of a round, and what keeps them from it.
 * For the receiver only.
 *
 *     lanes: late_ns, share ─┐
 *     receiver: overslept ───┼──► the longest recent time without CPU: this machine may have made answers as late
 *     control groups, steal ─┘    and why the rate is what it is: other programs, a quota, the hypervisor, or the
 *                                 machine at its best
 */
#ifndef MST_ROUND_MACHINE_H
#define MST_ROUND_MACHINE_H

#include <muster/scan.h>

#include "base/share.h"

/* What is known of the CPU time of a round at a moment: sums since it began, of all lanes together. */
struct mst_machine_facts {
	uint64_t now_ns;
	uint64_t ran_ns, waited_ns; /* threads ran, and waited for a CPU, as the scheduler says */
	uint64_t held_ns;           /* control groups were throttled */
	uint64_t late_ns;           /* lanes were ready and did not run, by their own clock */
	uint64_t stolen_ns;         /* the hypervisor took, from all CPUs of this machine */
};

struct mst_machine {
	struct mst_quota quota;
	int stat;                             /* for mst_stolen_ns; -1: none */
	struct mst_machine_facts before;      /* at the last judgement */
	enum mst_limit limit;                 /* the reason, when the machine limits the rate */
	uint64_t late_ns[MST_LANES_MAX];      /* of each lane, when last looked at */
	uint64_t all_late_ns;                 /* the sum of them */
	uint64_t second;                      /* the current one */
	uint64_t longest_ns, last_longest_ns; /* without CPU, in it and in the one before */
};

void mst_machine_open(struct mst_machine *machine, uint64_t now_ns);
void mst_machine_close(struct mst_machine *machine);

/* The receiver wanted to sleep for `meant_ns`, and slept for `slept_ns`, until now. */
void mst_machine_slept(struct mst_machine *machine, uint64_t meant_ns, uint64_t slept_ns, uint64_t now_ns);

/* A lane's total time without CPU, so far. Call it every few milliseconds. */
void mst_machine_note_late(struct mst_machine *machine, unsigned lane, uint64_t late_ns, uint64_t now_ns);

/* Whether it is time to judge: some times a second. */
bool mst_machine_is_due(const struct mst_machine *machine, uint64_t now_ns);

/*
 * What limits the rate when the machine does, by what happened between two moments. Pure. MST_LIMIT_MACHINE: threads
 * had the CPU when they were ready, so the program cannot be faster.
 */
enum mst_limit mst_machine_limit(const struct mst_machine_facts *before, const struct mst_machine_facts *now);

/* Judges it now, by the total time that threads ran and waited for a CPU. */
void mst_machine_judge(struct mst_machine *machine, uint64_t ran_ns, uint64_t waited_ns, uint64_t now_ns);

/* The longest time in the last one to two seconds that a thread was ready and had no CPU; half a second at most. */
uint64_t mst_machine_stall_ns(const struct mst_machine *machine);

#endif
