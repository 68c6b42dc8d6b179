/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * needs.h - what an engine needs that a build may lack. The row of an engine names one of these: the engine is in the
 * table of a build that has it; in others, the row keeps its name and the sentence that says why it is absent.
 */
#ifndef MST_BASE_NEEDS_H
#define MST_BASE_NEEDS_H

#include <stddef.h>

#define MST_NEEDS_NOTHING(engine) engine, NULL

#ifdef MST_HAVE_BPF
#define MST_NEEDS_BPF(engine) engine, NULL
#else
#define MST_NEEDS_BPF(engine) \
	NULL, "this muster was built without it: it needs clang, bpftool and libbpf " \
	      "(Debian: apt install clang bpftool libbpf-dev, and build again)"
#endif

#ifdef MST_HAVE_XSK
#define MST_NEEDS_XSK(engine) engine, NULL
#else
#define MST_NEEDS_XSK(engine) \
	NULL, "this muster was built without it: it needs libxdp (Debian: apt install libxdp-dev, and build again)"
#endif

/* An engine that this build lacks. */
struct mst_absent {
	const char *name, *why;
};

#endif
