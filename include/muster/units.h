/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * units.h - numbers as people write them: 10k, 1.5s, 1%. The program muster reads its options with these calls, so that
 * another program can understand the same words.
 *
 * Any thread may call them. Calls that read take the whole text: anything beside the number, signs and blanks too,
 * is an error;
 * after -EINVAL the value is undefined. Calls that write take a buffer of `size` bytes, of which 64 are enough,
 * and return it.
 */
#ifndef MUSTER_UNITS_H
#define MUSTER_UNITS_H

#include <muster/addr.h>
#include <muster/api.h>
#include <stddef.h>
#include <stdint.h>

/* Times are nanoseconds everywhere, in members whose names end in _ns. */
#define MST_NS_PER_SECOND UINT64_C(1000000000)
#define MST_NS_PER_MS UINT64_C(1000000)

/* Decimal digits only, at most `max`. 0, or -EINVAL. */
MST_API int mst_read_whole(uint64_t *value, const char *text, uint64_t max);

/* "10000", "10k", "1.5M", "2G": decimal multiples; the value is whole, below 2^63. 0, or -EINVAL. */
MST_API int mst_read_scaled(uint64_t *value, const char *text);

/* "500ms", "1.5s", "2m", "1h", "250us"; a bare number is seconds. Below 2^63 ns. 0, or -EINVAL. */
MST_API int mst_read_duration(uint64_t *ns, const char *text);

/* "1%" or "0.01": more than 0, at most 1. 0, or -EINVAL. */
MST_API int mst_read_share(double *share, const char *text);

/* "1.20 ms", "3.4 s", "2 min 5 s", "3 days": short, rounded. */
MST_API const char *mst_write_duration(char *text, size_t size, uint64_t ns);

/* "12,345,678"; cut at the end when `size` is too small. */
MST_API const char *mst_write_grouped(char *text, size_t size, mst_uint128 value);

/* The end of a counted noun: "1 host", "2 hosts". Static. */
static inline const char *mst_plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

#endif
