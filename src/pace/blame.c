/* blame.c - see blame.h. */
#include "pace/blame.h"

#include <math.h>

#define USUAL_MOST 0.4     /* a larger share lost is an outage, or congestion that stays */
#define STILL_THERE 0.5    /* of what the blamed rate lost */

double mst_blame_usual(const struct mst_blame *blame, const struct mst_witness *by)
{
	return fmax(mst_usual_share(&by->usual), mst_usual_share(&blame->references.usual));
}

struct mst_loss mst_blame_weigh(struct mst_blame *blame, struct mst_witness *by, double seen, double lost)
{
	return (struct mst_loss){ by, seen, lost, mst_excess(mst_blame_usual(blame, by), seen, lost) };
}

void mst_blame_lay(struct mst_blame *blame, double pps, const struct mst_loss *loss)
{
	if (loss->seen < MST_BLAME_LEAST)
		return;
	blame->pps = pps;
	blame->share = loss->share;
	blame->references.below = blame->repeats.below = (struct mst_usual){ 0 };
}

static bool acquits(const struct mst_blame *blame, const struct mst_witness *by)
{
	double share = by->below.lost / fmax(by->below.seen, 1);

	return by->below.seen >= MST_BLAME_LEAST && share < USUAL_MOST &&
	       share - mst_blame_usual(blame, by) > STILL_THERE * blame->share;
}

struct mst_witness *mst_blame_hear(struct mst_blame *blame, const struct mst_loss *references, const struct mst_loss *repeats)
{
	if (blame->pps == 0)
		return NULL;
	mst_usual_learn(&blame->references.below, references->seen, references->lost);
	if (repeats->seen > 0)
		mst_usual_learn(&blame->repeats.below, repeats->seen, repeats->lost);
	return acquits(blame, &blame->references) ? &blame->references : acquits(blame, &blame->repeats) ? &blame->repeats : NULL;
}

double mst_blame_acquit(struct mst_blame *blame, struct mst_witness *by)
{
	double pps = blame->pps;

	mst_usual_learn(&by->usual, by->below.seen, by->below.lost);
	blame->pps = 0;
	return pps;
}
