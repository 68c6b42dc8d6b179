/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * adapt.c - the judgement at the end of an epoch: which rate comes next. adapt.h has the idea of the whole.
 *
 * An example. The network carries 5,000 frames a second; the scan starts at 1,000. Each row is an epoch:
 *
 *     rate     its reference probes                    judgement                                         next rate
 *     1,000    8 asked, 8 answered                     quiet: a ramp doubles                                 2,000
 *     2,000    8 asked, 8 answered                     quiet                                                 4,000
 *     4,000    8 asked, 8 answered                     quiet                                                 8,000
 *     8,000    40 asked, 15 lost                       5,000 got through: that is the ceiling; 8,000 is      3,840
 *                                                      blamed; the ramp ends, with half, less 4 %
 *     3,840    100 asked, 0 lost                       quiet: 8,000 was the cause; up to near the ceiling    4,500
 *     4,500    100 asked, 0 lost                       quiet: near the ceiling, a small step (3 %)           4,635
 *     …
 *     5,372    100 asked, 0 lost, nearly all late      a queue grows by 70 ms a second: the ceiling is       4,820
 *                                                      5,372 / 1.07; down to that, less 4 %
 *
 * If 3,840 had lost as large a share as 8,000, the rate would not be the cause, but, for example, a radio link. Then
 * 8,000 is tried again, and that share is the baseline from now on (blame.h).
 *
 * The judgement is the first of these that applies:
 *
 *     finding                                    next rate
 *     this machine dropped answers               down to what it can read; the network is not to blame
 *     loss continues far below a blamed rate     up to that rate again: it was not the cause
 *     loss above the baseline                    down to what got through
 *     nearly all reference probes came late      there is a queue: down to what drains it, or the same
 *     fewer frames were sent than allowed        near what was sent: the epoch shows nothing about more
 *     none of these                              up; where lanes lacked CPU, this machine is named as the limit
 *
 * How long is an epoch? Until enough reference probes were asked at its rate, and the fate of each is known:
 *
 *     8 in a ramp      a rate that is twice too high loses every second probe, so eight show it
 *     100 afterwards   an overload of a tenth loses every tenth probe; fewer than a hundred could miss it by chance
 *     40               when a few of a small number were lost, which may be chance: wait for more before judging
 *
 * An epoch ends early when so many are lost that the probes still in flight cannot change the judgement.
 */
#include "pace/adapt.h"

#include <math.h>

#define RAMP_EPOCH_NS 8e6 /* least time of an epoch in a ramp, where few probes show a rate that is twice too high */
#define NEAR_EPOCH_NS 2e6 /* the same in near networks, where probes may come so fast */
#define NEAR_FOLLOW_NS 1500000 /* see follow_ns */
#define RAMP_REFERENCES 8
#define HOLD_EPOCH_NS 100e6
#define HOLD_REFERENCES 100  /* show an overload of a tenth, and its size */
#define BLIND_EPOCH_NS 100e6 /* time of an epoch while no target has answered; longer than most round trips */
#define RAMP_LONGEST_NS 40e6 /* an epoch lasts at most so long, when reference probes are few */
#define HOLD_LONGEST_NS 500e6
#define LONGEST_SLOW 50      /* the same, while some of a few were lost */
#define USED 0.8             /* of the rate: an epoch that sent less shows nothing about the rate */
#define BELOW 0.97           /* of what got through: what is lost at lower rates belongs to the baseline */
#define FAR_BELOW 0.7        /* of a blamed rate: loss at lower rates clears it */
#define MUCH 0.1             /* a share lost that is more than chance; targets asked meanwhile get another attempt */
#define REPEATS_WANTED 100   /* answers that are judged together */
#define GROWN_NS 2e6         /* more delay than chance explains */
#define REFERENCE_SHARE 0.04 /* reference probes among the frames */
#define REFERENCE_SHARE_UNSURE \
	0.25                   /* the same while the rate is not yet known: with more probes it is found sooner \
	                        */
#define SLOW_PPS 4000          /* below this rate, a quarter of the frames may be reference probes */
#define REFERENCES_LEAST 250.0 /* a second, at other rates */
#define REFERENCES_MOST 1000.0
#define NEAR_REFERENCES_MOST 3000.0 /* in a ramp */
#define ONE_MOST 20.0               /* a second, to one target: hosts limit their answers */

void mst_adapt_open(struct mst_adapt *adapt, const struct mst_adapt_bounds *bounds, uint64_t now_ns)
{
	bool hastens = bounds->first_pps > bounds->start_pps;

	*adapt = (struct mst_adapt){
		.rate_pps = hastens ? bounds->first_pps : bounds->start_pps,
		.first = { .pps = bounds->first_pps, .start_pps = hastens ? bounds->start_pps : 0 },
		.floor_pps = bounds->floor_pps,
		.cap_pps = bounds->cap_pps,
		.blind_pps = fmax(bounds->blind_pps, bounds->start_pps),
		.near = bounds->near,
		.ramp = true,
		.count_from_ns = now_ns,
		.count_until_ns = UINT64_MAX,
	};
}

bool mst_adapt_is_hurried(const struct mst_adapt *adapt)
{
	return adapt->ramp && adapt->rate_pps < mst_step_cap(adapt, adapt->begun.members);
}

double mst_adapt_references_pps(const struct mst_adapt *adapt, unsigned members)
{
	bool many = adapt->ramp || adapt->unsure || adapt->rate_pps < SLOW_PPS;
	double wanted = adapt->rate_pps * (many ? REFERENCE_SHARE_UNSURE : REFERENCE_SHARE);
	double most = adapt->ramp && adapt->near ? NEAR_REFERENCES_MOST : REFERENCES_MOST;

	wanted = many ? fmin(wanted, most) : fmin(fmax(wanted, REFERENCES_LEAST), most);
	return wanted < ONE_MOST * members ? wanted : ONE_MOST * members;
}

/* ---- an epoch: enough asked, all known ---- */

/* How long an answer may take: as at the beginning, for a queue in the network would make it longer, but this machine
 * may have stalled since. */
static uint64_t patience_ns(const struct mst_adapt *adapt, const struct mst_senses *senses)
{
	const struct mst_senses *begun = &adapt->begun;

	return begun->patience_ns + (senses->stall_ns > begun->stall_ns ? senses->stall_ns - begun->stall_ns : 0);
}

/* Much is lost even if every probe still in flight is answered: waiting for them would lose more. */
static bool is_losing(const struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	double wait_ns = (double)patience_ns(adapt, senses) + epoch->unread_ns;
	double flying = mst_adapt_references_pps(adapt, senses->members) * wait_ns / 1e9;
	double baseline = mst_loss_mean_share(&adapt->blame.references.baseline);

	return epoch->lost > flying && mst_excess(baseline, epoch->references, epoch->lost - flying) > MUCH;
}

/* The least time of an epoch. */
static double ramp_epoch_ns(const struct mst_adapt *adapt)
{
	return adapt->near ? NEAR_EPOCH_NS : RAMP_EPOCH_NS;
}

static bool enough_counted(const struct mst_adapt *adapt, const struct mst_epoch *epoch,
                           const struct mst_senses *senses)
{
	double least_ns = adapt->ramp ? ramp_epoch_ns(adapt) : HOLD_EPOCH_NS;
	double longest_ns = adapt->ramp ? RAMP_LONGEST_NS : HOLD_LONGEST_NS;
	double wanted = !adapt->ramp ? HOLD_REFERENCES : adapt->inconclusive ? MST_BLAME_LEAST : RAMP_REFERENCES;

	if (senses->members == 0)
		return epoch->ns >= BLIND_EPOCH_NS;
	if (epoch->references >= MST_BLAME_LEAST && is_losing(adapt, epoch, senses))
		return true;
	/* A few probes, some of them lost, are no reason to slow down: wait for more. */
	if (!adapt->ramp && epoch->lost > 0 && epoch->references < MST_BLAME_LEAST &&
	    epoch->ns < LONGEST_SLOW * least_ns)
		return false;
	return epoch->awake_ns >= least_ns && (epoch->references >= wanted || epoch->awake_ns >= longest_ns);
}

/* Whether the fate of every probe that counts is known. */
static bool is_known(const struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	return senses->now_ns >= adapt->count_until_ns && senses->left_ns >= adapt->count_until_ns &&
	       (epoch->lost == 0 || senses->read_ns >= adapt->count_until_ns + patience_ns(adapt, senses));
}

/* Until lanes follow what is decided now. Those of a ramp in a near network look twice in a millisecond. */
static uint64_t follow_ns(const struct mst_adapt *adapt)
{
	return adapt->ramp && adapt->near ? NEAR_FOLLOW_NS : MST_STEP_FOLLOW_NS;
}

static void next_epoch(struct mst_adapt *adapt, const struct mst_senses *senses, double before_pps)
{
	adapt->counting = false;
	adapt->count_from_ns = senses->now_ns + follow_ns(adapt);
	adapt->count_until_ns = UINT64_MAX;
	adapt->begun = *senses;
	if (adapt->rate_pps != before_pps)
		adapt->changed_ns = senses->now_ns;
	if (adapt->rate_pps < before_pps)
		adapt->slowed_ns = senses->now_ns;
}

/* The first look within an epoch. Reference probes have been counted since the last epoch ended,
 * and count from there. */
static void begin(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	struct mst_senses ended = adapt->begun;

	adapt->counting = true;
	adapt->begun = *senses;
	adapt->begun.references = ended.references;
	adapt->begun.answered = ended.answered;
	adapt->begun.delayed = ended.delayed;
	adapt->begun.delay_ns = ended.delay_ns;
}

/* ---- what an epoch shows ---- */

/* While the lanes had the CPU: a lack of CPU is no reason to slow down further. */
static bool is_used(const struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	return epoch->sent + 2 >= USED * adapt->rate_pps * epoch->awake_ns / 1e9;
}

/* With the time without CPU too: if not, more CPU would bring more frames at this rate, and the machine is the limit.
 */
static bool is_reached(const struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	return epoch->sent + 2 >= USED * adapt->rate_pps * epoch->ns / 1e9;
}

/* How much longer, in seconds a second, a reference probe waits than in the last epoch; 0 when it does not. */
static double growth_of_queue(struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	double middle_ns = (double)adapt->count_from_ns / 2 + (double)adapt->count_until_ns / 2;
	double wait_ns = epoch->answered > 0 ? epoch->delay_ns / epoch->answered : 0;
	double more_ns = wait_ns - adapt->wait_ns, time_ns = middle_ns - adapt->waited_at_ns;

	adapt->wait_ns = wait_ns;
	adapt->waited_at_ns = middle_ns;
	return more_ns > GROWN_NS && time_ns > 0 ? more_ns / time_ns : 0;
}

/* More than this rate got through before: what is lost now is not caused by the rate. */
static bool is_well_below(const struct mst_adapt *adapt)
{
	return adapt->ramp || adapt->rate_pps < BELOW * adapt->ceiling_pps;
}

static void pass_repeats(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	adapt->judged_firsts = senses->firsts;
	adapt->judged_repeats = senses->repeats;
	adapt->judged_until_ns = senses->closed_until_ns;
}

/* Answers to repeated questions show loss of the past: only questions asked since the rate went down last count. */
static struct mst_loss judge_repeats(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	struct mst_gauge *gauge = &adapt->blame.repeats;
	double lost = (double)(senses->repeats - adapt->judged_repeats);
	double seen = (double)(senses->firsts - adapt->judged_firsts) + lost;
	struct mst_loss loss;

	if (seen < REPEATS_WANTED)
		return (struct mst_loss){ .gauge = gauge };
	pass_repeats(adapt, senses);
	loss = mst_blame_weigh(&adapt->blame, gauge, seen, lost);
	if (loss.share == 0 && is_well_below(adapt))
		mst_loss_mean_add(&gauge->baseline, seen, lost);
	if (loss.share <= MUCH)
		loss.share = 0;
	return loss;
}

/* ---- the judgement ---- */

/* Loss goes on far below the blamed rate: that rate was not the cause, and is tried again. */
static bool is_cleared(struct mst_adapt *adapt, const struct mst_loss *references, const struct mst_loss *repeats,
                       unsigned members)
{
	struct mst_gauge *gauge;

	if (adapt->rate_pps >= FAR_BELOW * adapt->blame.pps)
		return false;
	gauge = mst_blame_check(&adapt->blame, references, repeats);
	if (!gauge)
		return false;
	mst_step_to(adapt, mst_blame_clear(&adapt->blame, gauge), members);
	adapt->ramp = true;
	return true;
}

/*
 * In a ramp, what one rate loses is added to the baseline only when twice the rate was carried too: few probes may not
 * have shown an overload.
 */
static void learn_later(struct mst_adapt *adapt, const struct mst_epoch *epoch)
{
	if (adapt->inconclusive) {
		adapt->pending.seen += epoch->references;
		adapt->pending.lost += epoch->lost;
		return;
	}
	mst_loss_mean_add(&adapt->blame.references.baseline, adapt->pending.seen, adapt->pending.lost);
	adapt->pending = (struct mst_loss_mean){ epoch->references, epoch->lost };
}

/* The epoch was quiet: a higher rate is tried, if this one was used. */
static void go_on(struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members)
{
	bool few_lost = epoch->lost > 0 && epoch->references < MST_BLAME_LEAST;
	bool inconclusive = adapt->ramp && few_lost && !adapt->inconclusive, reached;

	/* While it was on, lanes had no CPU: it shows nothing. */
	if (members && epoch->references == 0 && epoch->awake_ns < ramp_epoch_ns(adapt))
		return;
	if (adapt->ramp)
		learn_later(adapt, epoch);
	else if (is_well_below(adapt))
		mst_loss_mean_add(&adapt->blame.references.baseline, epoch->references, epoch->lost);
	adapt->inconclusive = inconclusive;
	if (inconclusive)
		return;
	adapt->unsure = false;
	if (!is_used(adapt, epoch)) {
		mst_step_near_sent(adapt, epoch, members);
		return;
	}
	reached = is_reached(adapt, epoch);
	mst_step_up(adapt, members);
	if (!reached && (adapt->limit == MST_LIMIT_RISING || adapt->limit == MST_LIMIT_MAX_RATE ||
	                 adapt->limit == MST_LIMIT_SILENCE))
		adapt->limit = MST_LIMIT_MACHINE;
}

static void judge(struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	struct mst_gauge *gauge = &adapt->blame.references;
	struct mst_loss references = mst_blame_weigh(&adapt->blame, gauge, epoch->references, epoch->lost);
	struct mst_loss repeats = judge_repeats(adapt, senses);
	struct mst_loss *loss = repeats.share > references.share ? &repeats : &references;
	double growth = growth_of_queue(adapt, epoch);

	if (mst_epoch_is_dropping(epoch)) {
		mst_step_to_received(adapt, epoch, senses);
	} else if (is_cleared(adapt, &references, &repeats, senses->members)) {
		return;
	} else if (loss->share > 0) {
		if (loss->share > MUCH) {
			adapt->lossy_from_ns = adapt->changed_ns;
			adapt->lossy_until_ns = senses->now_ns;
		}
		mst_step_down(adapt, loss, senses->members);
	} else if (mst_epoch_finds_queue(epoch)) {
		mst_step_for_queue(adapt, growth, senses->members);
	} else {
		go_on(adapt, epoch, senses->members);
	}
}

/*
 * What the first frames decide about the rate. If they were lost, who was among them may deserve another attempt.
 * Returns whether nothing else is judged now.
 */
static bool decide_start(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	double start_pps = adapt->first.start_pps;
	enum mst_first_state state = mst_first_look(&adapt->first, &adapt->begun, senses);

	if (state == MST_FIRST_DECIDED)
		return false;
	if (state == MST_FIRST_LEAVING)
		return senses->sent > 0;
	if (state == MST_FIRST_AWAITED) {
		mst_step_to(adapt, start_pps, senses->members);
		return true;
	}
	if (state == MST_FIRST_LOST && senses->references > adapt->begun.references) {
		adapt->lossy_from_ns = adapt->changed_ns;
		adapt->lossy_until_ns = senses->now_ns;
	}
	mst_step_to(adapt, state == MST_FIRST_LOST ? start_pps : adapt->first.pps, senses->members);
	if (state == MST_FIRST_DOUBLED)
		mst_step_up(adapt, senses->members);
	next_epoch(adapt, senses, adapt->first.pps);
	return true;
}

double mst_adapt_turn(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	double before_pps = adapt->rate_pps;
	struct mst_epoch epoch;

	if (adapt->rate_pps > adapt->cap_pps)
		adapt->rate_pps = adapt->cap_pps;
	if (adapt->judged_until_ns <= adapt->slowed_ns + MST_STEP_FOLLOW_NS)
		pass_repeats(adapt, senses);
	if (decide_start(adapt, senses) || senses->now_ns < adapt->count_from_ns)
		return adapt->rate_pps;
	if (!adapt->counting) {
		begin(adapt, senses);
		return adapt->rate_pps;
	}
	if (senses->read_ns < adapt->backlog_ns)
		adapt->begun.drops = senses->drops;
	epoch = mst_epoch_between(&adapt->begun, senses);
	if (adapt->count_until_ns == UINT64_MAX && enough_counted(adapt, &epoch, senses))
		adapt->count_until_ns = senses->now_ns + follow_ns(adapt);
	if (!mst_epoch_is_dropping(&epoch) && !is_known(adapt, &epoch, senses))
		return adapt->rate_pps;
	judge(adapt, &epoch, senses);
	next_epoch(adapt, senses, before_pps);
	return adapt->rate_pps;
}

bool mst_adapt_published(struct mst_adapt *adapt, uint64_t now_ns)
{
	if (now_ns < adapt->count_until_ns)
		return false;
	adapt->count_until_ns = now_ns + follow_ns(adapt);
	return true;
}
