/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hex.h - bytes for people.
 */
#ifndef MST_CLI_CAPTURE_HEX_H
#define MST_CLI_CAPTURE_HEX_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum mst_hex_form {
	MST_HEX_BOTH,  /* sixteen a line: "\t0x0010:  4500 0054 …  E..T" */
	MST_HEX_ONLY,  /* "\t0x0010:  4500 0054 …" */
	MST_HEX_ASCII, /* "E..T", in lines as the bytes have them: tabs and ends of lines are kept */
};

/* What is not printable ASCII is a dot: nothing controls a terminal. `count` is at least 1. */
void mst_hex_print(const uint8_t *bytes, size_t count, enum mst_hex_form form, FILE *out);

#endif
