/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * missed.c - see missed.h.
 *
 * The idea, with numbers. 1,000 hosts that would answer are asked three times, and a tenth of the attempts is lost:
 *
 *     attempt     still silent     first answers
 *        1            1000              900       ██████████████████████████████
 *        2             100               90       ███
 *        3              10                9       ▎
 *                        1 missed: it would need a fourth attempt
 *
 * Only the column of first answers is known, because the silent targets include hosts that do not exist. The column
 * shrinks by the same factor from row to row: the share q of attempts that is lost. After 900, 90 and 9 the next rows
 * would be 0.9, 0.09 and so on: 1 target in all, which was missed. The more answers there are, the better q is known;
 * so the estimate is an interval.
 *
 * Now exactly. Let q be the chance that an attempt at a target that would answer fails (question or answer was lost),
 * c_j the share of the targets silent after j attempts that got another one (1 during plain retries, less where only
 * some targets got one more), and C_j = c_1 … c_j. A target answers first at its j-th attempt with the chance
 *
 *     h_j = (1 - q) q^(j-1) C_(j-1),       at any with  π = Σ h_j = (1 - q) g(q),   g = Σ q^(j-1) C_(j-1)
 *
 * and h_j / π given that it answers at all. Let T targets have answered, n_j of them the j-th attempt, with
 * S = Σ (j - 1) n_j attempts that failed before. The likelihood is
 *
 *     L(q)  ∝  q^S g(q)^-T
 *
 * With a Beta(1/2, 1/2) prior for q (Jeffreys' for a coin) and 1/N for the number N of targets that would answer, the
 * number missed, M = N - T, given q is negative binomial: T successes of chance π, M failures. So M is predicted by a
 * mixture of these over the posterior of q, here on a grid of logit q.
 * The interval is the mixture's 2.5 % and 97.5 % points.
 *
 * It holds when losses hit targets by chance. Where some targets are lost more often than others,
 * the estimate is too small:
 * then it is a lower bound (A. Chao 1987). Never are more missed than were silent.
 *
 * Targets that are farther than the run waited for are lost at every attempt. hidden.c estimates these, and they are
 * added: the interval of the sum is that of both, and so wide enough.
 *
 * Some targets answer only a probe that is sent to silent ones, from the second attempt on. They are a class of their
 * own, one attempt behind: the first question of that kind was no repetition, and shows nothing of q if it was the
 * last. With both classes the likelihood is a product, and T / π becomes T1 / π1 + T2 / π2.
 */
#include "track/missed.h"

#include <math.h>

#define GRID 200
#define LOGIT_MIN (-30.0)
#define LOGIT_MAX 12.0
#define NEGLIGIBLE 30.0 /* in logarithms, below the highest point */
#define REFINEMENTS 8
#define FEW 200.0 /* failures: more of them are nearly normally distributed */
#define TAIL 0.025

/* What the estimate needs of the counts. */
struct removal {
	double answered;                           /* T */
	double second;                             /* of them, by a probe that only silent targets get: T2 */
	double repeated;                           /* S */
	double retried[MST_ANSWERED_ATTEMPTS + 2]; /* c_j; of the second class c_(j+1) */
};

enum { FIRST_CLASS, SECOND_CLASS }; /* how many attempts they are behind */

/* The posterior of q: a weight for each value of a grid. */
struct posterior {
	double q[GRID], weight[GRID];
};

static struct removal removal_of(const struct mst_answered *answered)
{
	struct removal removal = { 0 };

	for (unsigned j = 1; j <= MST_ANSWERED_ATTEMPTS; j++) {
		uint64_t next = j < MST_ANSWERED_ATTEMPTS ? answered->asked[j + 1] : 0;
		double second = (double)answered->second[j];
		double silent = (double)answered->asked[j] - (double)answered->first[j] -
		                (double)answered->second[j - 1];

		removal.answered += (double)answered->first[j] + second;
		removal.second += second;
		removal.repeated += (j - 1.0) * ((double)answered->first[j] + second);
		if (silent > 0)
			removal.retried[j] = fmin((double)next / silent, 1);
		else
			removal.retried[j] = j < answered->planned
			                             ? 1
			                             : 0; /* no silent target is left that would need one */
	}
	return removal;
}

/* c_j of a class. */
static double retried(const struct removal *removal, unsigned behind, unsigned j)
{
	return removal->retried[j + behind];
}

/* g(q) of a class */
static double chance_factor(const struct removal *removal, unsigned behind, double q)
{
	double sum = 0, term = 1;

	for (unsigned j = 1; j <= MST_ANSWERED_ATTEMPTS && term > 0; j++) {
		sum += term;
		term *= q * retried(removal, behind, j);
	}
	return sum;
}

/* 1 - π(q) of a class: the sum of the chances to be given up after one attempt, two, … Exact also where it is tiny. */
static double class_chance_missed(const struct removal *removal, unsigned behind, double q)
{
	double sum = 0, term = q;

	for (unsigned j = 1; j <= MST_ANSWERED_ATTEMPTS && term > 0; j++) {
		sum += term * (1 - retried(removal, behind, j));
		term *= q * retried(removal, behind, j);
	}
	return fmin(sum, 1);
}

/* Of both classes: the share of all that would answer, and did not. */
static double chance_missed(const struct removal *removal, double q)
{
	double first = class_chance_missed(removal, FIRST_CLASS, q), second, missed;

	if (removal->second == 0)
		return first;
	second = class_chance_missed(removal, SECOND_CLASS, q);
	if (second >= 1 || (first >= 1 && removal->answered > removal->second))
		return 1;
	missed = removal->second * second / (1 - second);
	if (removal->answered > removal->second)
		missed += (removal->answered - removal->second) * first / (1 - first);
	return missed / (missed + removal->answered);
}

static double q_at(double logit)
{
	return 1 / (1 + exp(-logit));
}

/* Logarithm of likelihood times prior, as a density of logit q. */
static double log_density(const struct removal *removal, double logit)
{
	double log_q = -log1p(exp(-logit)), log_rest = -log1p(exp(logit));

	double density = removal->repeated * log_q + (log_q + log_rest) / 2;

	density -= (removal->answered - removal->second) * log(chance_factor(removal, FIRST_CLASS, q_at(logit)));
	if (removal->second > 0)
		density -= removal->second * log(chance_factor(removal, SECOND_CLASS, q_at(logit)));
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

static struct posterior posterior_of(const struct removal *removal)
{
	double from = LOGIT_MIN, to = LOGIT_MAX, highest = find_bulk(removal, &from, &to), sum = 0;
	struct posterior posterior;

	for (unsigned i = 0; i < GRID; i++) {
		double logit = from + i * (to - from) / (GRID - 1);

		posterior.q[i] = q_at(logit);
		posterior.weight[i] = exp(log_density(removal, logit) - highest);
		sum += posterior.weight[i];
	}
	for (unsigned i = 0; i < GRID; i++)
		posterior.weight[i] /= sum;
	return posterior;
}

/* P(M <= missed) for T successes of chance 1 - missed_chance. */
static double at_most(double missed, double answered, double missed_chance)
{
	double mean = answered * missed_chance / (1 - missed_chance), term, sum = 0;

	if (missed_chance >= 1)
		return 0;
	if (mean > FEW)
		return erfc((mean - missed - 0.5) / sqrt(2 * mean / (1 - missed_chance))) / 2;
	term = exp(answered * log1p(-missed_chance));
	for (double m = 0; m <= missed && m < 10 * FEW; m++) {
		sum += term;
		term *= missed_chance * (answered + m) / (m + 1);
	}
	return fmin(sum, 1);
}

static double mixture_at_most(const struct posterior *posterior, const struct removal *removal, double missed)
{
	double sum = 0;

	for (unsigned i = 0; i < GRID; i++) {
		if (posterior->weight[i] > 1e-9)
			sum += posterior->weight[i] *
			       at_most(missed, removal->answered, chance_missed(removal, posterior->q[i]));
	}
	return sum;
}

/* The smallest number that is not exceeded with this chance, as a share of all that would answer. */
static double share_at(const struct posterior *posterior, const struct removal *removal, double chance)
{
	double below = -1, above = 1;

	while (mixture_at_most(posterior, removal, above) < chance && above < 1e15)
		above *= 2;
	while (above - below > 1) {
		double middle = floor((below + above) / 2);

		if (mixture_at_most(posterior, removal, middle) < chance)
			below = middle;
		else
			above = middle;
	}
	return above / (above + removal->answered);
}

/* No target was missed that was not silent: an upper bound. */
static double share_of_all_silent(const struct mst_answered *answered, const struct removal *removal)
{
	double asked = (double)answered->asked[1];

	return asked > removal->answered ? 1 - removal->answered / asked : 0;
}

/* Adds those that time-outs hide: no answer was lost, and yet they were missed. */
static void add_hidden(struct mst_missed *missed, const struct mst_answered *answered, double total)
{
	struct mst_hidden hidden = mst_hidden_estimate(answered->trips, answered->waited_ns);
	struct mst_missed slow = {
		.known = true,
		.share = hidden.mean / (hidden.mean + total),
		.high = hidden.high / (hidden.high + total),
		.hidden = hidden.mean / (hidden.mean + total),
	};

	*missed = mst_missed_in_turn(missed, &slow);
}

/* Whether the targets that answered would have been asked again: only then their answers show losses. */
static bool shows_losses(const struct removal *removal)
{
	return (removal->answered > removal->second && retried(removal, FIRST_CLASS, 1) > 0) ||
	       (removal->second > 0 && retried(removal, SECOND_CLASS, 1) > 0);
}

struct mst_missed mst_missed_estimate(const struct mst_answered *answered)
{
	struct removal removal = removal_of(answered);
	struct mst_missed missed = { .known = shows_losses(&removal) };
	double most = share_of_all_silent(answered, &removal);
	struct posterior posterior;

	if (!missed.known || most == 0)
		return missed;
	posterior = posterior_of(&removal);
	for (unsigned i = 0; i < GRID; i++)
		missed.share += posterior.weight[i] * chance_missed(&removal, posterior.q[i]);
	missed.low = share_at(&posterior, &removal, TAIL);
	missed.high = share_at(&posterior, &removal, 1 - TAIL);
	add_hidden(&missed, answered, removal.answered);
	missed.share = fmin(missed.share, most);
	missed.hidden = fmin(missed.hidden, missed.share);
	missed.low = fmin(missed.low, most);
	missed.high = fmin(missed.high, most);
	return missed;
}

struct mst_missed mst_missed_in_turn(const struct mst_missed *one, const struct mst_missed *other)
{
	return (struct mst_missed){
		.known = one->known && other->known,
		.share = 1 - (1 - one->share) * (1 - other->share),
		.low = 1 - (1 - one->low) * (1 - other->low),
		.high = 1 - (1 - one->high) * (1 - other->high),
		.hidden = 1 - (1 - one->hidden) * (1 - other->hidden),
	};
}

unsigned mst_missed_attempts(const struct mst_answered *answered, double share, unsigned most)
{
	struct removal removal = removal_of(answered);
	struct posterior posterior;

	if (removal.answered == 0)
		return 0;
	posterior = posterior_of(&removal);
	for (unsigned attempts = 1; attempts < most; attempts++) {
		double missed_chance = 0, second = removal.second / removal.answered;

		for (unsigned i = 0; i < GRID; i++)
			missed_chance += posterior.weight[i] * ((1 - second) * pow(posterior.q[i], attempts) +
			                                        second * pow(posterior.q[i], attempts - 1));
		if (missed_chance <= share)
			return attempts;
	}
	return most;
}
