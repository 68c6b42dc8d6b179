/*
 * units.h - numbers as people write them: 10k, 1.5s, 1%.
 */
#ifndef MST_BASE_UNITS_H
#define MST_BASE_UNITS_H

#include <muster/addr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits only, all of the text, at most `max`. 0, or -EINVAL. */
int mst_read_whole(uint64_t *value, const char *text, uint64_t max);

/* "10000", "10k", "1.5M", "2G": decimal multiples. All of the text; the value is whole. 0, or -EINVAL. */
int mst_read_scaled(uint64_t *value, const char *text);

/* "500ms", "1.5s", "2m", "1h", "250us"; a bare number is seconds. 0, or -EINVAL. */
int mst_read_duration(uint64_t *ns, const char *text);

/* "1%" or "0.01": in (0, 1]. 0, or -EINVAL. */
int mst_read_share(double *share, const char *text);

/* "1.2 ms", "3.4 s", "2 min 5 s": short, for people. Returns text. */
const char *mst_write_duration(char *text, size_t size, uint64_t ns);

/* "12,345,678". Returns text. */
const char *mst_write_grouped(char *text, size_t size, mst_uint128 value);

#endif
