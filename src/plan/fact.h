/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fact.h - numbers and addresses as records of scans have them.
 */
#ifndef MST_PLAN_FACT_H
#define MST_PLAN_FACT_H

#include <muster/addr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An address as family:hex:scope. */
#define MST_FACT_ADDR 48
const char *mst_fact_addr(char text[MST_FACT_ADDR], const struct mst_addr *addr);

/* The readers: false when the text is no such thing. A whole number is at most `most`;
 * hex has so many lower-case digits. */
bool mst_fact_addr_read(struct mst_addr *addr, const char *text);
bool mst_fact_whole(uint64_t *value, const char *text, uint64_t most);
bool mst_fact_hex(uint64_t *value, const char *text, size_t digits);

#endif
