/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * native.h - the program at the interface (rx/xdp.bpf.c) as a plain function, with a kernel of a few lines. One thread.
 * Apart from the rest of a test, because the kernel's header and libpcap's define the same names.
 */
#ifndef TESTS_FUZZ_NATIVE_H
#define TESTS_FUZZ_NATIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "rx/xdp_shared.h"

#define NATIVE_FRAME_MAX 1600

/* What the program takes; may be changed before each run. */
struct mst_xdp_wanted *native_wanted(void);

/* Whether a socket of this machine has every connection; false at the start. */
void native_has_socket(bool has);

/*
 * Runs the program on a copy of this frame, of at most NATIVE_FRAME_MAX bytes, whose end is followed by memory that
 * nothing may touch. Returns whether the kernel would get the frame.
 */
bool native_run(const uint8_t *frame, size_t count);

/* How many records and answers that run handed over, and the last of them, as a record. */
int native_records(void);
const struct mst_xdp_record *native_record(void);

#endif
