/* SPDX-License-Identifier: BSD-2-Clause */
/* machine.c - see machine.h. */
#include "round/machine.h"

#include "base/clock.h"

#define JUDGE_EVERY_NS (100 * MST_NS_PER_MS)
#define LATE_NS MST_NS_PER_MS /* waking up takes less */
#define STALL_MOST_NS (500 * MST_NS_PER_MS)
#define HELD 0.05  /* of the time: then the quota is the limit */
#define WAITED 0.2 /* of the time that the threads were ready to run */

void mst_machine_open(struct mst_machine *machine, uint64_t now_ns)
{
	*machine = (struct mst_machine){ .limit = MST_LIMIT_MACHINE };
	mst_quota_open(&machine->quota);
	machine->before.at_ns = now_ns;
	machine->before.held_ns = mst_quota_held_ns(&machine->quota);
}

void mst_machine_close(struct mst_machine *machine)
{
	mst_quota_close(&machine->quota);
}

static void note_stall(struct mst_machine *machine, uint64_t stall_ns, uint64_t now_ns)
{
	uint64_t second = now_ns / MST_NS_PER_SECOND;

	if (second != machine->second) {
		machine->last_longest_ns = second == machine->second + 1 ? machine->longest_ns : 0;
		machine->longest_ns = 0;
		machine->second = second;
	}
	if (stall_ns > machine->longest_ns)
		machine->longest_ns = stall_ns < STALL_MOST_NS ? stall_ns : STALL_MOST_NS;
}

void mst_machine_slept(struct mst_machine *machine, uint64_t meant_ns, uint64_t slept_ns, uint64_t now_ns)
{
	if (slept_ns > meant_ns + LATE_NS)
		note_stall(machine, slept_ns - meant_ns, now_ns);
}

uint64_t mst_machine_stall_ns(const struct mst_machine *machine)
{
	return machine->longest_ns > machine->last_longest_ns ? machine->longest_ns : machine->last_longest_ns;
}

void mst_machine_note_late(struct mst_machine *machine, unsigned lane, uint64_t late_ns, uint64_t now_ns)
{
	note_stall(machine, late_ns - machine->late_ns[lane], now_ns);
	machine->late_ns[lane] = late_ns;
}

bool mst_machine_is_due(const struct mst_machine *machine, uint64_t now_ns)
{
	return now_ns - machine->before.at_ns >= JUDGE_EVERY_NS;
}

/* Other programs, or the quota of a control group. If threads did not wait for either, the program cannot be faster. */
void mst_machine_judge(struct mst_machine *machine, uint64_t ran_ns, uint64_t waited_ns, uint64_t now_ns)
{
	uint64_t held_ns = mst_quota_held_ns(&machine->quota);
	double passed_ns = (double)(now_ns - machine->before.at_ns), held = (double)(held_ns - machine->before.held_ns);
	double ran = (double)(ran_ns - machine->before.ran_ns),
	       waited = (double)(waited_ns - machine->before.waited_ns);

	machine->limit = held > HELD * passed_ns            ? MST_LIMIT_QUOTA
	                 : waited > WAITED * (ran + waited) ? MST_LIMIT_CPU
	                                                    : MST_LIMIT_MACHINE;
	machine->before.at_ns = now_ns;
	machine->before.ran_ns = ran_ns;
	machine->before.waited_ns = waited_ns;
	machine->before.held_ns = held_ns;
}
