/* SPDX-License-Identifier: BSD-2-Clause */
/* hex.h - the value of a hexadecimal digit. */
#ifndef MST_BASE_HEX_H
#define MST_BASE_HEX_H

/* 0 to 15; -1: it is none. */
static inline int mst_hex_digit(unsigned char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 'a' ^ 'A';
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

#endif
