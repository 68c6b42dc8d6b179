/* adapt.c - see adapt.h. */
#include "pace/adapt.h"

#include <math.h>

#define FOLLOW_NS 2000000      /* lanes look at the rate every millisecond */
#define RAMP_EPOCH_NS 8e6      /* counted, at least; in RAMP a rate that is twice too high shows in few reference probes */
#define RAMP_REFERENCES 8
#define HOLD_EPOCH_NS 100e6
#define HOLD_REFERENCES 100      /* show an overload of a tenth, and its size */
#define BLIND_EPOCH_NS 100e6   /* without reference probes; longer than most round trips, for somebody may yet be heard */
#define LONGEST 5              /* epochs' worth that is waited for them */
#define LONGEST_SLOW 50        /* at a few frames a second */
#define GROWTH_FIRST 1.03
#define GROWTH_FREE 1.1        /* where nothing but this machine was in the way */
#define GROWTH_MOST 1.5
#define NEAR_CEILING 0.9
#define MARGIN 0.96            /* below what got through: queues drain */
#define DROP_STEP 0.85         /* where this machine lost answers, at least … */
#define DROP_MOST 0.5          /* … and at most: in one step */
#define CUT_MOST 0.4           /* in one epoch: an outage is not a slow network */
#define USED 0.8               /* of the rate, or the epoch tells nothing about it */
#define UNUSED_MOST 4          /* epochs of a ramp */
#define OUTRUN 1.1             /* what is asked of a machine that does not send more */
#define BELOW 0.97             /* of what got through: there, hardly anything should be lost. If it is, the rate goes … */
#define TRIAL 0.5              /* … to this share of the one that was blamed, to see whether that has been to blame … */
#define TRIAL_WORTH 0.05       /* lost; less does not hold it up */
#define FAR_BELOW 0.7          /* … which rates below this share of it tell */
#define MUCH 0.1               /* lost */
#define REPEATS_WANTED 100     /* answers that are judged together */
#define GROWN_NS 2e6           /* more than chance */
#define REFERENCE_SHARE 0.04      /* of the frames */
#define REFERENCE_SHARE_UNSURE 0.25 /* few, in all: the rate is found soon where they are quick */
#define SLOW_PPS 4000          /* a quarter of this hurts nobody */
#define REFERENCES_LEAST 250.0   /* a second, else */
#define REFERENCES_MOST 1000.0
#define ONE_MOST 20.0          /* a second, of one and the same: hosts have limits of their own */

void mst_adapt_open(struct mst_adapt *adapt, double start_pps, double floor_pps, double cap_pps, double blind_pps,
                    uint64_t now_ns)
{
	*adapt = (struct mst_adapt){
		.rate_pps = start_pps,
		.floor_pps = floor_pps,
		.cap_pps = cap_pps,
		.blind_pps = blind_pps > start_pps ? blind_pps : start_pps,
		.growth = GROWTH_FIRST,
		.ramp = true,
		.count_from_ns = now_ns,
		.count_until_ns = UINT64_MAX,
	};
}

double mst_adapt_references_pps(const struct mst_adapt *adapt, unsigned members)
{
	bool many = adapt->ramp || adapt->unsure || adapt->rate_pps < SLOW_PPS;
	double wanted = adapt->rate_pps * (many ? REFERENCE_SHARE_UNSURE : REFERENCE_SHARE);

	wanted = many ? fmin(wanted, REFERENCES_MOST) : fmin(fmax(wanted, REFERENCES_LEAST), REFERENCES_MOST);
	return wanted < ONE_MOST * members ? wanted : ONE_MOST * members;
}

/* Much is being lost, whatever becomes of those that may still be on their way: waiting would lose more. */
static bool is_losing(const struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members)
{
	double flying = mst_adapt_references_pps(adapt, members) * ((double)adapt->begun.patience_ns + epoch->unread_ns) / 1e9;

	return epoch->lost > flying && mst_excess(mst_usual_share(&adapt->blame.references.usual), epoch->references, epoch->lost - flying) > MUCH;
}

static bool enough_counted(const struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members)
{
	double least_ns = adapt->ramp ? RAMP_EPOCH_NS : HOLD_EPOCH_NS;
	double wanted = !adapt->ramp ? HOLD_REFERENCES : adapt->doubt ? MST_BLAME_LEAST : RAMP_REFERENCES;

	if (members == 0)
		return epoch->ns >= BLIND_EPOCH_NS;
	if (epoch->references >= MST_BLAME_LEAST && is_losing(adapt, epoch, members))
		return true;
	/* Few, of which some were lost, tell nothing that is worth slowing down for. */
	if (!adapt->ramp && epoch->lost > 0 && epoch->references < MST_BLAME_LEAST && epoch->ns < LONGEST_SLOW * least_ns)
		return false;
	return epoch->awake_ns >= least_ns && (epoch->references >= wanted || epoch->awake_ns >= LONGEST * least_ns);
}

/* Whoever is not heard is not flooded. */
static double cap_of(const struct mst_adapt *adapt, unsigned members)
{
	return members || adapt->blind_pps > adapt->cap_pps ? adapt->cap_pps : adapt->blind_pps;
}

static void set_rate(struct mst_adapt *adapt, double rate_pps, unsigned members)
{
	double cap_pps = cap_of(adapt, members);

	if (rate_pps > cap_pps)
		rate_pps = cap_pps;
	adapt->rate_pps = rate_pps < adapt->floor_pps ? adapt->floor_pps : rate_pps;
}

/* This rate is too high; what is borne is tried from below, in small steps. */
static void note_ceiling(struct mst_adapt *adapt, double ceiling_pps, enum mst_limit trouble)
{
	adapt->ceiling_pps = ceiling_pps;
	adapt->unsure |= adapt->ramp;
	adapt->ramp = false;
	adapt->untold = (struct mst_usual){ 0 };
	adapt->growth = GROWTH_FIRST;
	adapt->limit = adapt->trouble = trouble;
}

/* No rate is lower: what is lost here, is lost at any. */
static void rest_at_floor(struct mst_adapt *adapt, const struct mst_loss *loss)
{
	adapt->limit = MST_LIMIT_MIN_RATE;
	if (loss->lost < CUT_MOST * loss->seen)
		mst_usual_learn(&loss->by->usual, loss->seen, loss->lost);
}

/* Slower than what got through, and it still loses: it may be no rate's making. */
static bool is_doubtful(const struct mst_adapt *adapt, const struct mst_loss *loss)
{
	return !adapt->ramp && adapt->blame.pps > 0 && fmin(loss->share, adapt->blame.share) > TRIAL_WORTH &&
	       adapt->rate_pps < BELOW * adapt->ceiling_pps && adapt->rate_pps > FAR_BELOW * adapt->blame.pps;
}

static void slow_down(struct mst_adapt *adapt, const struct mst_loss *loss, const struct mst_senses *senses)
{
	double kept = 1 - loss->share, ceiling_pps;

	if (is_doubtful(adapt, loss)) {
		set_rate(adapt, TRIAL * adapt->blame.pps, senses->members);
		return;
	}
	mst_blame_lay(&adapt->blame, adapt->rate_pps, loss);
	/* Out of a ramp, what got through is the best guess, however little; later a whole epoch lost is an outage. */
	if (!adapt->ramp && kept < CUT_MOST)
		kept = CUT_MOST;
	ceiling_pps = adapt->rate_pps * kept;
	/* Few reference probes told: a rate four times too high they would have shown before, one and a half times they may not. */
	if (adapt->ramp && kept < 0.25)
		ceiling_pps = adapt->rate_pps / 4;
	if (adapt->ramp && kept > 0.5)
		kept = 0.5;
	note_ceiling(adapt, ceiling_pps, MST_LIMIT_LOSS);
	set_rate(adapt, adapt->rate_pps * kept * MARGIN, senses->members);
	if (adapt->rate_pps <= adapt->floor_pps)
		rest_at_floor(adapt, loss);
}

static void speed_up(struct mst_adapt *adapt, unsigned members)
{
	double near_pps = NEAR_CEILING * adapt->ceiling_pps, fast_pps = adapt->rate_pps * GROWTH_MOST;

	adapt->blame.pps = 0;
	adapt->unused = 0;
	if (adapt->ramp) {
		set_rate(adapt, adapt->rate_pps * 2, members);
	} else if (adapt->rate_pps < near_pps) {
		set_rate(adapt, fast_pps < near_pps ? fast_pps : near_pps, members);
	} else {
		set_rate(adapt, adapt->rate_pps * adapt->growth, members);
		if (adapt->rate_pps > 1.2 * adapt->ceiling_pps)
			adapt->growth = 1 + (adapt->growth - 1) * 1.5;
		if (adapt->growth > GROWTH_MOST)
			adapt->growth = GROWTH_MOST;
	}
	if (adapt->rate_pps >= cap_of(adapt, members))
		adapt->limit = cap_of(adapt, members) < adapt->cap_pps ? MST_LIMIT_SILENCE : MST_LIMIT_MAX_RATE;
	else
		adapt->limit = adapt->rate_pps > 1.2 * adapt->ceiling_pps ? MST_LIMIT_RISING : adapt->trouble;
}

/* While it had the CPU: what a lane could not send without is no reason to slow down further. */
static bool is_used(const struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	return epoch->sent + 2 >= USED * adapt->rate_pps * epoch->awake_ns / 1e9;
}

/* Less left than was asked for. A rate that runs away from what leaves would tell nothing, and break out one day. */
static void stay_near(struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members)
{
	double left_pps = epoch->sent * 1e9 / fmax(epoch->awake_ns, 1);

	adapt->limit = mst_epoch_unused(epoch);
	if (adapt->limit != MST_LIMIT_MACHINE)
		return;
	/* Epochs of a ramp are short, and threads may be woken late. */
	if (adapt->ramp && ++adapt->unused < UNUSED_MOST)
		return;
	note_ceiling(adapt, left_pps, MST_LIMIT_MACHINE);
	adapt->growth = GROWTH_FREE;
	set_rate(adapt, left_pps * OUTRUN, members);
}

/* How much longer, a second, a reference probe waits with every second; remembers how long it did. 0 when it is no longer than before. */
static double growth_of_queue(struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	double middle_ns = (double)adapt->count_from_ns / 2 + (double)adapt->count_until_ns / 2;
	double wait_ns = epoch->answered > 0 ? epoch->delay_ns / epoch->answered : 0;
	double more_ns = wait_ns - adapt->wait_ns, time_ns = middle_ns - adapt->waited_at_ns;

	adapt->wait_ns = wait_ns;
	adapt->waited_at_ns = middle_ns;
	return more_ns > GROWN_NS && time_ns > 0 ? more_ns / time_ns : 0;
}

/* Frames of one second leave the queue within 1 + growth seconds: that is what the bottleneck bears. */
static void heed_queue(struct mst_adapt *adapt, double growth, unsigned members)
{
	adapt->limit = MST_LIMIT_QUEUE;
	if (growth == 0)
		return;
	/* An epoch of a ramp is short, and this machine may have been busy: once is forgiven. */
	if (adapt->ramp && !adapt->stepped_back) {
		adapt->stepped_back = true;
		set_rate(adapt, adapt->rate_pps / 2, members);
		return;
	}
	note_ceiling(adapt, adapt->rate_pps / (1 + growth), MST_LIMIT_QUEUE);
	set_rate(adapt, adapt->ceiling_pps * MARGIN, members);
}

/* What is lost at this rate is usual: more got through. */
static bool is_well_below(const struct mst_adapt *adapt)
{
	return adapt->ramp || adapt->rate_pps < BELOW * adapt->ceiling_pps;
}

static void pass_repeats(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	adapt->told_firsts = senses->firsts;
	adapt->told_repeats = senses->repeats;
	adapt->told_until_ns = senses->told_until_ns;
}

/* Answers that came only to a repeated question speak of the past: of questions since the last slowing down, at best. */
static struct mst_loss judge_repeats(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	struct mst_witness *by = &adapt->blame.repeats;
	double lost = (double)(senses->repeats - adapt->told_repeats);
	double seen = (double)(senses->firsts - adapt->told_firsts) + lost;
	struct mst_loss loss;

	if (seen < REPEATS_WANTED)
		return (struct mst_loss){ .by = by };
	pass_repeats(adapt, senses);
	loss = mst_blame_weigh(&adapt->blame, by, seen, lost);
	if (loss.share == 0 && is_well_below(adapt))
		mst_usual_learn(&by->usual, seen, lost);
	if (loss.share <= MUCH)
		loss.share = 0;
	return loss;
}

/* Loss was seen below what got through: the rate that was blamed for it gets another chance. */
static bool is_acquitted(struct mst_adapt *adapt, const struct mst_loss *references, const struct mst_loss *repeats,
                         unsigned members)
{
	struct mst_witness *by;

	if (adapt->rate_pps >= FAR_BELOW * adapt->blame.pps)
		return false;
	by = mst_blame_hear(&adapt->blame, references, repeats);
	if (!by)
		return false;
	set_rate(adapt, mst_blame_acquit(&adapt->blame, by), members);
	adapt->ramp = true;
	return true;
}

/* What a rate lost becomes usual when twice the rate was borne too: few reference probes may not have shown an overload. */
static void learn_later(struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	if (adapt->doubt) {
		adapt->untold.seen += epoch->references;
		adapt->untold.lost += epoch->lost;
		return;
	}
	mst_usual_learn(&adapt->blame.references.usual, adapt->untold.seen, adapt->untold.lost);
	adapt->untold = (struct mst_usual){ epoch->references, epoch->lost };
}

/* Nothing speaks against the rate: a higher one is tried, if this one was. */
static void go_on(struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members)
{
	bool doubt = adapt->ramp && epoch->lost > 0 && epoch->references < MST_BLAME_LEAST && !adapt->doubt;

	if (adapt->ramp)
		learn_later(adapt, epoch);
	else if (is_well_below(adapt))
		mst_usual_learn(&adapt->blame.references.usual, epoch->references, epoch->lost);
	adapt->doubt = doubt;
	if (doubt)
		return;
	adapt->unsure = false;
	if (is_used(adapt, epoch))
		speed_up(adapt, members);
	else
		stay_near(adapt, epoch, members);
}

/* Answers were lost in this machine: down towards what it can take. What comes of that shows when the backlog has been read. */
static void slow_to_what_is_taken(struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	double kept = fmax(fmin(mst_epoch_taken(epoch), DROP_STEP), DROP_MOST);

	note_ceiling(adapt, adapt->rate_pps, epoch->drops > 0 ? MST_LIMIT_CAPTURE : MST_LIMIT_MACHINE);
	set_rate(adapt, adapt->rate_pps * kept, senses->members);
	adapt->backlog_ns = senses->now_ns + FOLLOW_NS;
}

static void judge(struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	struct mst_loss references = mst_blame_weigh(&adapt->blame, &adapt->blame.references, epoch->references, epoch->lost);
	struct mst_loss repeats = judge_repeats(adapt, senses);
	struct mst_loss *loss = repeats.share > references.share ? &repeats : &references;
	double growth = growth_of_queue(adapt, epoch);

	if (mst_epoch_is_dropping(epoch)) {
		slow_to_what_is_taken(adapt, epoch, senses);
	} else if (is_acquitted(adapt, &references, &repeats, senses->members)) {
		return;
	} else if (loss->share > 0) {
		if (loss->share > MUCH) {
			adapt->lossy_from_ns = adapt->changed_ns;
			adapt->lossy_until_ns = senses->now_ns;
		}
		slow_down(adapt, loss, senses);
	} else if (mst_epoch_finds_queue(epoch)) {
		heed_queue(adapt, growth, senses->members);
	} else {
		go_on(adapt, epoch, senses->members);
	}
}

static void next_epoch(struct mst_adapt *adapt, const struct mst_senses *senses, double before_pps)
{
	adapt->counting = false;
	adapt->count_from_ns = senses->now_ns + FOLLOW_NS;
	adapt->count_until_ns = UINT64_MAX;
	adapt->begun = *senses;
	if (adapt->rate_pps != before_pps)
		adapt->changed_ns = senses->now_ns;
	if (adapt->rate_pps < before_pps)
		adapt->slowed_ns = senses->now_ns;
}

/* The first look within an epoch. Reference probes have been counted since the last one, and count from there. */
static void begin(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	struct mst_senses references = adapt->begun;

	adapt->counting = true;
	adapt->begun = *senses;
	adapt->begun.references = references.references;
	adapt->begun.answered = references.answered;
	adapt->begun.delayed = references.delayed;
	adapt->begun.delay_ns = references.delay_ns;
}

/* Whether the fate of every reference probe that counts is known. Patience is that of the beginning: it would grow with a queue. */
static bool is_known(const struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	return senses->now_ns >= adapt->count_until_ns && senses->left_ns >= adapt->count_until_ns &&
	       (epoch->lost == 0 || senses->read_ns >= adapt->count_until_ns + adapt->begun.patience_ns);
}

double mst_adapt_turn(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	double before_pps = adapt->rate_pps;
	struct mst_epoch epoch;

	if (adapt->rate_pps > adapt->cap_pps)
		adapt->rate_pps = adapt->cap_pps;
	if (adapt->told_until_ns <= adapt->slowed_ns + FOLLOW_NS)
		pass_repeats(adapt, senses);
	if (senses->now_ns < adapt->count_from_ns)
		return adapt->rate_pps;
	if (!adapt->counting) {
		begin(adapt, senses);
		return adapt->rate_pps;
	}
	if (senses->read_ns < adapt->backlog_ns)
		adapt->begun.drops = senses->drops;
	epoch = mst_epoch_between(&adapt->begun, senses);
	if (adapt->count_until_ns == UINT64_MAX && enough_counted(adapt, &epoch, senses->members))
		adapt->count_until_ns = senses->now_ns + FOLLOW_NS;
	if (!mst_epoch_is_dropping(&epoch) && !is_known(adapt, &epoch, senses))
		return adapt->rate_pps;
	judge(adapt, &epoch, senses);
	next_epoch(adapt, senses, before_pps);
	return adapt->rate_pps;
}
