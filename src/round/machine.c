/* SPDX-License-Identifier: BSD-2-Clause */
/* machine.c - see machine.h. */
#include "round/machine.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/spare.h"
#include "base/stolen.h"

#define JUDGE_EVERY_NS (100 * MST_NS_PER_MS)
#define LATE_NS MST_NS_PER_MS /* waking up takes less */
#define STALL_MOST_NS (500 * MST_NS_PER_MS)
#define HELD 0.05  /* of the time: then the quota is the limit */
#define WAITED 0.2 /* of the time that the threads were ready to run */
#define LATE 0.2   /* of the time of a lane */
#define STOLEN 0.5 /* of the time that lanes were late */

void mst_machine_open(struct mst_machine *machine, uint64_t now_ns)
{
	struct mst_error ignored;

	*machine = (struct mst_machine){ .limit = MST_LIMIT_MACHINE, .stat = -1 };
	if (mst_spares_check(&ignored) == 0) {
		machine->stat = mst_stolen_open();
		mst_quota_open(&machine->quota);
	}
	machine->before.now_ns = now_ns;
	machine->before.held_ns = mst_quota_held_ns(&machine->quota);
	machine->before.stolen_ns = mst_stolen_ns(machine->stat);
}

void mst_machine_close(struct mst_machine *machine)
{
	mst_quota_close(&machine->quota);
	if (machine->stat >= 0)
		close(machine->stat);
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
	machine->all_late_ns += late_ns - machine->late_ns[lane];
	machine->late_ns[lane] = late_ns;
}

bool mst_machine_is_due(const struct mst_machine *machine, uint64_t now_ns)
{
	return now_ns - machine->before.now_ns >= JUDGE_EVERY_NS;
}

enum mst_limit mst_machine_limit(const struct mst_machine_facts *before, const struct mst_machine_facts *now)
{
	double passed = (double)(now->now_ns - before->now_ns), held = (double)(now->held_ns - before->held_ns);
	double ran = (double)(now->ran_ns - before->ran_ns), waited = (double)(now->waited_ns - before->waited_ns);
	double late = (double)(now->late_ns - before->late_ns), stolen = (double)(now->stolen_ns - before->stolen_ns);

	if (held > HELD * passed)
		return MST_LIMIT_QUOTA;
	if (late > LATE * passed && stolen > STOLEN * late)
		return MST_LIMIT_STOLEN; /* the scheduler does not know: to it, they ran */
	return waited > WAITED * (ran + waited) ? MST_LIMIT_CPU : MST_LIMIT_MACHINE;
}

/* /proc/stat is long where there are many CPUs: it is read only when lanes were late. */
void mst_machine_judge(struct mst_machine *machine, uint64_t ran_ns, uint64_t waited_ns, uint64_t now_ns)
{
	struct mst_machine_facts now = {
		.now_ns = now_ns,
		.ran_ns = ran_ns,
		.waited_ns = waited_ns,
		.held_ns = mst_quota_held_ns(&machine->quota),
		.late_ns = machine->all_late_ns,
		.stolen_ns = machine->before.stolen_ns,
	};

	if ((double)(now.late_ns - machine->before.late_ns) > LATE * (double)(now_ns - machine->before.now_ns))
		now.stolen_ns = mst_stolen_ns(machine->stat);
	machine->limit = mst_machine_limit(&machine->before, &now);
	machine->before = now;
}
