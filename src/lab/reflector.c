/* SPDX-License-Identifier: BSD-2-Clause */
/* reflector.c - see reflector.h. */
#include "lab/reflector.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"

#include <reflector.skel.h>

struct mst_reflector {
	struct reflector_bpf *programs;
	int far_link, near_link; /* -1: not attached */
};

static int say_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

/* Native mode only: generic XDP copies every frame, so it would be measured instead of the sender. */
static int attach(int *link, const struct bpf_program *program, int index, struct mst_error *err)
{
	LIBBPF_OPTS(bpf_link_create_opts, options, .flags = XDP_FLAGS_DRV_MODE);

	*link = bpf_link_create(bpf_program__fd(program), index, BPF_XDP, &options);
	return *link < 0 ? mst_fail(err, -errno, "cannot attach an XDP program to a veth: %s", strerror(errno)) : 0;
}

static int load(struct mst_reflector *reflector, const struct mst_world *world, struct mst_error *err)
{
	int code;

	libbpf_set_print(say_nothing);
	reflector->programs = reflector_bpf__open();
	if (!reflector->programs)
		return mst_fail(err, -errno, "cannot open the XDP program of the far end: %s", strerror(errno));
	memcpy((void *)(uintptr_t)&reflector->programs->rodata->world, world, sizeof *world);
	code = reflector_bpf__load(reflector->programs);
	if (code == -EPERM)
		return mst_fail(err, code, "loading programs into the kernel needs privilege (CAP_BPF, CAP_NET_ADMIN)");
	return code < 0 ? mst_fail(err, code, "this kernel rejects the XDP program of the far end: %s", strerror(-code))
	                : 0;
}

int mst_reflector_open(struct mst_reflector **out, const struct mst_world *world, int far_index, struct mst_error *err)
{
	struct mst_reflector *reflector = calloc(1, sizeof *reflector);
	int code;

	*out = NULL;
	if (!reflector)
		return mst_fail(err, -ENOMEM, "no memory for the XDP program of the far end");
	reflector->far_link = reflector->near_link = -1;
	code = load(reflector, world, err);
	if (code == 0)
		code = attach(&reflector->far_link, reflector->programs->progs.reflect, far_index, err);
	if (code < 0)
		mst_reflector_close(reflector);
	else
		*out = reflector;
	return code;
}

int mst_reflector_let_in(struct mst_reflector *reflector, int near_index, struct mst_error *err)
{
	return attach(&reflector->near_link, reflector->programs->progs.pass, near_index, err);
}

void mst_reflector_let_go(struct mst_reflector *reflector)
{
	if (reflector->near_link >= 0)
		close(reflector->near_link);
	reflector->near_link = -1;
}

/* The counters are read while their CPUs may write them; each is one word, so no half-written value is read. */
struct mst_arrivals mst_reflector_count(const struct mst_reflector *reflector)
{
	struct mst_arrivals sum = { 0 };

	for (int cpu = 0; cpu < MST_WORLD_CPUS; cpu++) {
		const volatile struct mst_arrivals *one = &reflector->programs->bss->arrivals[cpu];

		sum.syn += one->syn;
		sum.echo += one->echo;
		sum.syn_ack += one->syn_ack;
		sum.reset += one->reset;
		sum.echo_reply += one->echo_reply;
		sum.rst += one->rst;
		sum.other += one->other;
	}
	return sum;
}

void mst_reflector_close(struct mst_reflector *reflector)
{
	if (!reflector)
		return;
	mst_reflector_let_go(reflector);
	if (reflector->far_link >= 0)
		close(reflector->far_link);
	reflector_bpf__destroy(reflector->programs);
	free(reflector);
}
