/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_examples.h - the examples of a folder in recog's format, each against the pattern that it stands beside. */
#ifndef MST_TESTS_FIXTURE_EXAMPLES_H
#define MST_TESTS_FIXTURE_EXAMPLES_H

struct examples {
	unsigned patterns, examples, matched;
	unsigned expected, wrong; /* texts of service.product and service.version that examples name */
};

/* Reads every file; prints what does not match to standard error. */
struct examples examples_of(const char *folder);

#endif
