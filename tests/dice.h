/* SPDX-License-Identifier: BSD-2-Clause */
/* dice.h - numbers for tests that repeat exactly: splitmix64 (S. Vigna); any seed will do. */
#ifndef TESTS_DICE_H
#define TESTS_DICE_H

#include <stdint.h>

static inline uint64_t dice_roll(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

#endif
