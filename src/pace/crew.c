/* SPDX-License-Identifier: BSD-2-Clause */
/* crew.c - see crew.h. */
#include "pace/crew.h"

#define BUSY 0.85   /* of the time of each lane: its CPU is the limit */
#define SPARE 0.3   /* of a CPU idle: another lane has room */
#define GAIN 1.05   /* frames a second: what a lane that joined must bring to stay */
#define WANTED 0.6  /* of a CPU, by other programs, … */
#define CROWDED 0.1 /* … while less than this is idle: they want ours */
#define TRIAL 3     /* looks: in the first the new lane fills its roll, two are compared */
#define NEWEST 0.4  /* weight of the last look; times of CPUs come in ticks of 10 ms */
#define REST_FIRST_NS UINT64_C(500000000)
#define REST_MOST_NS UINT64_C(16000000000)

void mst_crew_open(struct mst_crew *crew, unsigned lanes, unsigned most, const struct mst_crew_senses *senses)
{
	*crew = (struct mst_crew){ .lanes = lanes, .most = most, .rest_ns = REST_FIRST_NS, .before = *senses };
}

/* One leaves; the next try comes later. */
static void leave(struct mst_crew *crew, uint64_t now_ns)
{
	crew->lanes--;
	crew->trying = 0;
	crew->rest_until_ns = now_ns + crew->rest_ns;
	if (crew->rest_ns < REST_MOST_NS)
		crew->rest_ns *= 2;
}

/* A rate that is still rising is more than its mean. */
static void join(struct mst_crew *crew, double pps)
{
	crew->lanes++;
	crew->trying = TRIAL;
	crew->before_pps = pps > crew->pps ? pps : crew->pps;
}

static void smooth(double *mean, double now)
{
	*mean += (now - *mean) * NEWEST;
}

/* By how much a sum of CPU time grew, in CPUs; ticks of different clocks may make it smaller than it was. */
static double cpus(uint64_t before_ns, uint64_t now_ns, double ns)
{
	return now_ns > before_ns ? (double)(now_ns - before_ns) / ns : 0;
}

unsigned mst_crew_turn(struct mst_crew *crew, const struct mst_crew_senses *senses)
{
	const struct mst_crew_senses *before = &crew->before;
	double ns = (double)(senses->now_ns - before->now_ns), pps = (double)(senses->sent - before->sent) * 1e9 / ns;
	double busy = 1 - (double)(senses->slept_ns - before->slept_ns) / (ns * crew->lanes);

	if (crew->trying == TRIAL)
		crew->pps = pps;
	else
		smooth(&crew->pps, pps);
	smooth(&crew->spare, cpus(before->spare_ns, senses->spare_ns, ns));
	smooth(&crew->others, cpus(before->others_ns, senses->others_ns, ns));
	crew->before = *senses;
	if (crew->trying > 0 && --crew->trying == 0 && crew->pps < crew->before_pps * GAIN)
		leave(crew, senses->now_ns);
	else if (crew->lanes > 1 && crew->others > WANTED && crew->spare < CROWDED)
		leave(crew, senses->now_ns);
	else if (crew->trying == 0 && crew->lanes < crew->most && senses->now_ns >= crew->rest_until_ns &&
	         busy > BUSY && crew->spare > SPARE)
		join(crew, pps);
	return crew->lanes;
}
