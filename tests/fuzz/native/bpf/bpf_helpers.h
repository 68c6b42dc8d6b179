/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bpf_helpers.h - libbpf's header of this name, for a program that runs as a plain function in a test: the kernel's
 * helpers are functions of the test (native.c).
 */
#ifndef TESTS_NATIVE_BPF_HELPERS_H
#define TESTS_NATIVE_BPF_HELPERS_H

#include <stdint.h>

#include <linux/bpf.h>

#define SEC(name)
#define __uint(name, value) int(*name)[value]
#define __type(name, value) __typeof__(value) *name

void *bpf_map_lookup_elem(void *map, const void *key);
long bpf_ringbuf_output(void *ring, void *data, uint64_t size, uint64_t flags);

void *bpf_ringbuf_reserve(void *ring, uint64_t size, uint64_t flags);
void bpf_ringbuf_submit(void *record, uint64_t flags);
uint64_t bpf_ktime_get_ns(void);
long bpf_xdp_load_bytes(struct xdp_md *ctx, uint32_t offset, void *to, uint32_t count);
struct bpf_sock *bpf_skc_lookup_tcp(struct xdp_md *ctx, struct bpf_sock_tuple *tuple, uint32_t size, uint64_t netns,
                                    uint64_t flags);
long bpf_sk_release(struct bpf_sock *socket);
long bpf_xdp_adjust_tail(struct xdp_md *ctx, int more);

/* The program. */
int hand_over(struct xdp_md *ctx);

#endif
