/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guesses.h - whether an answer may have been guessed, by a sender that does not see our probes.
 *
 * Such a sender needs the keyed bits of an answer (mst_answer.bits), and gets them right with one of 2^bits frames for
 * each ticket that would be believed. Its other frames are strays. So an answer is beyond doubt only as long as
 *
 *     strays × tickets / 2^bits  <=  1/1000
 *
 * which bounds the wrong verdicts that are not marked: one is expected in a thousand runs, however many frames come.
 */
#ifndef MST_ROUND_GUESSES_H
#define MST_ROUND_GUESSES_H

#include <muster/stray.h>

#include "round/counts.h"
#include "round/recognise.h"
#include "round/shared.h"

/*
 * The strays that may have been attempts to guess such an answer: those of UDP lack the port or the identifier, all
 * others the ticket; answers from another address than asked may come from any. `in_kernel` more were not handed over.
 */
uint64_t mst_guesses_of(const struct mst_stray_counts *strays, uint64_t in_kernel, const struct mst_answer *answer);

/* Whether an answer with these bits is likely to be a guess, where so many tickets would be believed. */
bool mst_guesses_reach(const struct mst_answer *answer, uint64_t guesses, uint64_t tickets);

/* What is to be said of an answer to a question in flight that had so many attempts. */
enum mst_suspicion mst_guesses_suspicion(const struct mst_answer *answer, uint64_t guesses, unsigned attempts);

/*
 * Whether to believe an answer whose entry is used for another question by now: its question was asked, and every slot,
 * and every attempt that the plan allows, would be believed. MST_STRAY_COUNT: it is; else why not. `uncounted_seen`: an
 * answer to a question in flight was a RST that does not count the SYN.
 */
enum mst_stray mst_guesses_objection(const struct mst_shared *shared, const struct mst_recognised *found,
                                     uint64_t guesses, bool uncounted_seen);

#endif
