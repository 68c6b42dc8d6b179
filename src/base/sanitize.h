/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanitize.h - marks for ThreadSanitizer: a hand-off between threads inside a library that was built without it.
 */
#ifndef MST_BASE_SANITIZE_H
#define MST_BASE_SANITIZE_H

#if defined(__SANITIZE_THREAD__)
#define MST_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MST_TSAN 1
#endif
#endif

#ifdef MST_TSAN
#include <sanitizer/tsan_interface.h>
#define mst_sanitize_release(object) __tsan_release((void *)(object))
#define mst_sanitize_acquire(object) __tsan_acquire((void *)(object))
#else
#define mst_sanitize_release(object) ((void)(object))
#define mst_sanitize_acquire(object) ((void)(object))
#endif

#endif
