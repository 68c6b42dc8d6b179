/*
 * missed.c - see missed.h.
 *
 * Let q be the chance that one attempt at a target that would answer goes unheard (question or answer was lost), c_j
 * the share of those silent after j attempts that got another (1 while plain retries last; less when only some got one
 * more), and C_j = c_1 … c_j. A target is heard first at its j-th attempt with the chance
 *
 *     h_j = (1 - q) q^(j-1) C_(j-1),       at any with  π = Σ h_j = (1 - q) g(q),   g = Σ q^(j-1) C_(j-1)
 *
 * and given that it is heard at all, with h_j / π. Of T targets heard, S = Σ (j - 1) n_j repetitions before, the
 * likelihood is
 *
 *     L(q)  ∝  q^S g(q)^-T
 *
 * With a Beta(1/2, 1/2) prior for q (Jeffreys' for a coin) and 1/N for the number N of targets that would answer, the
 * number missed, M = N - T, given q is negative binomial: T successes of chance π, M failures. So M is predicted by a
 * mixture of these over the posterior of q, here on a grid of logit q; the interval is the mixture's 2.5 % and 97.5 %
 * points. It holds when losses hit targets by chance. Targets that are hard to hear by themselves make it too small: it is
 * then a lower bound (A. Chao 1987). No more can be missed than were silent.
 *
 * Targets that answer only what the silent are asked by, from the second attempt on, are a class of their own: their first
 * question of that kind was no repetition, so they are one attempt behind, and tell nothing of q when that was the last.
 * With both classes the likelihood is a product, and T / π becomes T1 / π1 + T2 / π2.
 */
#include "track/missed.h"

#include <math.h>

#define GRID 200
#define LOGIT_MIN (-30.0)
#define LOGIT_MAX 12.0
#define NEGLIGIBLE 30.0  /* in logarithms, below the highest point */
#define REFINEMENTS 8
#define FEW 200.0        /* failures: more of them are normally distributed, near enough */
#define TAIL 0.025

/* What the counts come to. */
struct removal {
	double heard;                             /* T */
	double second;                            /* of them, by what only the silent are asked by: T2 */
	double repeated;                          /* S */
	double going_on[MST_HEARD_ATTEMPTS + 2];  /* c_j; of the second class c_(j+1) */
};

enum { FIRST_CLASS, SECOND_CLASS }; /* how many attempts they are behind */

/* The posterior of q. */
struct belief {
	double q[GRID], weight[GRID];
};

static struct removal removal_of(const struct mst_heard *heard)
{
	struct removal removal = { 0 };

	for (unsigned j = 1; j <= MST_HEARD_ATTEMPTS; j++) {
		uint64_t next = j < MST_HEARD_ATTEMPTS ? heard->asked[j + 1] : 0;
		double second = (double)heard->second[j];
		double silent = (double)heard->asked[j] - (double)heard->first[j] - (double)heard->second[j - 1];

		removal.heard += (double)heard->first[j] + second;
		removal.second += second;
		removal.repeated += (j - 1.0) * ((double)heard->first[j] + second);
		if (silent > 0)
			removal.going_on[j] = fmin((double)next / silent, 1);
		else
			removal.going_on[j] = j < heard->planned ? 1 : 0; /* nobody is left who would need it */
	}
	return removal;
}

/* c_j of a class. */
static double going_on(const struct removal *removal, unsigned behind, unsigned j)
{
	return removal->going_on[j + behind];
}

/* g(q) of a class */
static double chance_per_hearing(const struct removal *removal, unsigned behind, double q)
{
	double sum = 0, term = 1;

	for (unsigned j = 1; j <= MST_HEARD_ATTEMPTS && term > 0; j++) {
		sum += term;
		term *= q * going_on(removal, behind, j);
	}
	return sum;
}

/* 1 - π(q) of a class, as the chance to be given up after one attempt, two, …: nothing cancels. */
static double class_unheard(const struct removal *removal, unsigned behind, double q)
{
	double sum = 0, term = q;

	for (unsigned j = 1; j <= MST_HEARD_ATTEMPTS && term > 0; j++) {
		sum += term * (1 - going_on(removal, behind, j));
		term *= q * going_on(removal, behind, j);
	}
	return fmin(sum, 1);
}

/* The same of both: those missed, as a share of them and of those heard. */
static double chance_unheard(const struct removal *removal, double q)
{
	double first = class_unheard(removal, FIRST_CLASS, q), second, missed;

	if (removal->second == 0)
		return first;
	second = class_unheard(removal, SECOND_CLASS, q);
	if (second >= 1 || (first >= 1 && removal->heard > removal->second))
		return 1;
	missed = removal->second * second / (1 - second);
	if (removal->heard > removal->second)
		missed += (removal->heard - removal->second) * first / (1 - first);
	return missed / (missed + removal->heard);
}

static double q_at(double logit)
{
	return 1 / (1 + exp(-logit));
}

/* Likelihood and prior, with the derivative of q after its logit. */
static double log_density(const struct removal *removal, double logit)
{
	double log_q = -log1p(exp(-logit)), log_rest = -log1p(exp(logit));

	double density = removal->repeated * log_q + (log_q + log_rest) / 2;

	density -= (removal->heard - removal->second) * log(chance_per_hearing(removal, FIRST_CLASS, q_at(logit)));
	if (removal->second > 0)
		density -= removal->second * log(chance_per_hearing(removal, SECOND_CLASS, q_at(logit)));
	return density;
}

/* Shrinks [*from, *to] to where the density is not negligible; returns its highest logarithm. */
static double find_bulk(const struct removal *removal, double *from, double *to)
{
	double highest = -INFINITY;

	for (unsigned round = 0; round < REFINEMENTS; round++) {
		double step = (*to - *from) / (GRID - 1), first = *to, last = *from;

		for (unsigned i = 0; i < GRID; i++)
			highest = fmax(highest, log_density(removal, *from + i * step));
		for (unsigned i = 0; i < GRID; i++) {
			double at = *from + i * step;

			if (log_density(removal, at) < highest - NEGLIGIBLE)
				continue;
			first = fmin(first, at);
			last = fmax(last, at);
		}
		*from = fmax(*from, first - step);
		*to = fmin(*to, last + step);
	}
	return highest;
}

static struct belief believe(const struct removal *removal)
{
	double from = LOGIT_MIN, to = LOGIT_MAX, highest = find_bulk(removal, &from, &to), sum = 0;
	struct belief belief;

	for (unsigned i = 0; i < GRID; i++) {
		double logit = from + i * (to - from) / (GRID - 1);

		belief.q[i] = q_at(logit);
		belief.weight[i] = exp(log_density(removal, logit) - highest);
		sum += belief.weight[i];
	}
	for (unsigned i = 0; i < GRID; i++)
		belief.weight[i] /= sum;
	return belief;
}

/* P(M <= missed) for T successes of chance 1 - unheard. */
static double at_most(double missed, double heard, double unheard)
{
	double mean = heard * unheard / (1 - unheard), term, sum = 0;

	if (unheard >= 1)
		return 0;
	if (mean > FEW)
		return erfc((mean - missed - 0.5) / sqrt(2 * mean / (1 - unheard))) / 2;
	term = exp(heard * log1p(-unheard));
	for (double m = 0; m <= missed && m < 10 * FEW; m++) {
		sum += term;
		term *= unheard * (heard + m) / (m + 1);
	}
	return fmin(sum, 1);
}

static double mixture_at_most(const struct belief *belief, const struct removal *removal, double missed)
{
	double sum = 0;

	for (unsigned i = 0; i < GRID; i++) {
		if (belief->weight[i] > 1e-9)
			sum += belief->weight[i] * at_most(missed, removal->heard, chance_unheard(removal, belief->q[i]));
	}
	return sum;
}

/* The smallest number that is not exceeded with this chance, as a share of all that would answer. */
static double share_at(const struct belief *belief, const struct removal *removal, double chance)
{
	double below = -1, above = 1;

	while (mixture_at_most(belief, removal, above) < chance && above < 1e15)
		above *= 2;
	while (above - below > 1) {
		double middle = floor((below + above) / 2);

		if (mixture_at_most(belief, removal, middle) < chance)
			below = middle;
		else
			above = middle;
	}
	return above / (above + removal->heard);
}

/* Nobody was missed who was not silent. */
static double share_of_all_silent(const struct mst_heard *heard, const struct removal *removal)
{
	double asked = (double)heard->asked[1];

	return asked > removal->heard ? 1 - removal->heard / asked : 0;
}

/* Whether any of those heard would have been asked again. */
static bool tells_losses(const struct removal *removal)
{
	return (removal->heard > removal->second && going_on(removal, FIRST_CLASS, 1) > 0) ||
	       (removal->second > 0 && going_on(removal, SECOND_CLASS, 1) > 0);
}

struct mst_missed mst_missed_estimate(const struct mst_heard *heard)
{
	struct removal removal = removal_of(heard);
	struct mst_missed missed = { .known = tells_losses(&removal) };
	double most = share_of_all_silent(heard, &removal);
	struct belief belief;

	if (!missed.known || most == 0)
		return missed;
	belief = believe(&removal);
	for (unsigned i = 0; i < GRID; i++)
		missed.share += belief.weight[i] * chance_unheard(&removal, belief.q[i]);
	missed.share = fmin(missed.share, most);
	missed.low = fmin(share_at(&belief, &removal, TAIL), most);
	missed.high = fmin(share_at(&belief, &removal, 1 - TAIL), most);
	return missed;
}

struct mst_missed mst_missed_in_turn(const struct mst_missed *one, const struct mst_missed *other)
{
	return (struct mst_missed){
		.known = one->known && other->known,
		.share = 1 - (1 - one->share) * (1 - other->share),
		.low = 1 - (1 - one->low) * (1 - other->low),
		.high = 1 - (1 - one->high) * (1 - other->high),
	};
}

unsigned mst_missed_attempts(const struct mst_heard *heard, double share, unsigned most)
{
	struct removal removal = removal_of(heard);
	struct belief belief;

	if (removal.heard == 0)
		return 0;
	belief = believe(&removal);
	for (unsigned attempts = 1; attempts < most; attempts++) {
		double unheard = 0, second = removal.second / removal.heard;

		for (unsigned i = 0; i < GRID; i++)
			unheard += belief.weight[i] * ((1 - second) * pow(belief.q[i], attempts) +
			                               second * pow(belief.q[i], attempts - 1));
		if (unheard <= share)
			return attempts;
	}
	return most;
}
