/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hex.h - bytes for people.
 */
#ifndef MST_CLI_CAPTURE_HEX_H
#define MST_CLI_CAPTURE_HEX_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Sixteen a line: "\t0x0010:  4500 0054 …  E..T", what is not printable ASCII as a dot. */
void mst_hex_print(const uint8_t *bytes, size_t count, FILE *out);

#endif
