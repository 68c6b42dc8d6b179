/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * atomic.h - C11 atomics with the order spelled in one word: mst_load(&x, acquire).
 */
#ifndef MST_BASE_ATOMIC_H
#define MST_BASE_ATOMIC_H

#include <stdatomic.h>

#define mst_load(object, order) atomic_load_explicit(object, memory_order_##order)
#define mst_store(object, value, order) atomic_store_explicit(object, value, memory_order_##order)
#define mst_add(object, value, order) atomic_fetch_add_explicit(object, value, memory_order_##order)
#define mst_sub(object, value, order) atomic_fetch_sub_explicit(object, value, memory_order_##order)

/* One compare-and-swap: `order` on success; on failure a relaxed load of the current value into *expected. */
#define mst_swap_if(object, expected, desired, order) \
	atomic_compare_exchange_strong_explicit(object, expected, desired, memory_order_##order, memory_order_relaxed)

/* Adds to a counter that only one thread writes, without a locked instruction; any thread may read it. */
#define mst_count(object, by) mst_store(object, mst_load(object, relaxed) + (by), relaxed)

/* Aligns data that different threads write to different cache lines. */
#define MST_CACHE_LINE 64
#define MST_OWN_LINE _Alignas(MST_CACHE_LINE)

#endif
