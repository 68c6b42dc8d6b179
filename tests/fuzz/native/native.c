/* SPDX-License-Identifier: BSD-2-Clause */
/* native.c - see native.h. */
#include "fuzz/native/native.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/bpf_helpers.h>

#define LOW ((void *)0x20000000) /* struct xdp_md has pointers of 32 bits */

/* Of the program. To it, the first is constant. */
extern struct mst_xdp_wanted wanted;
extern struct mst_xdp_state state;

static uint8_t *end_of_room;
static _Alignas(8) uint8_t record_bytes[sizeof(struct mst_xdp_record) + MST_XDP_WHOLE_BYTES];
static struct mst_xdp_answer answer;
static int records;
static bool has_socket, held; /* one was found, and is not released */

/* ---- the kernel ---- */

void *bpf_ringbuf_reserve(void *ring, uint64_t size, uint64_t flags)
{
	(void)ring;
	assert(size <= sizeof record_bytes && flags == 0);
	return record_bytes;
}

void bpf_ringbuf_submit(void *record, uint64_t flags)
{
	(void)flags;
	assert(record == record_bytes);
	records++;
}

long bpf_ringbuf_output(void *ring, void *data, uint64_t size, uint64_t flags)
{
	(void)ring;
	(void)data;
	(void)size;
	(void)flags;
	assert(0 && "the reader does not sleep");
	return 0;
}

void *bpf_map_lookup_elem(void *map, const void *key)
{
	uint32_t place;

	(void)map;
	memcpy(&place, key, sizeof place);
	assert(place < wanted.answers);
	return &answer;
}

uint64_t bpf_ktime_get_ns(void)
{
	return 1;
}

long bpf_xdp_load_bytes(struct xdp_md *ctx, uint32_t offset, void *to, uint32_t count)
{
	uint32_t have = ctx->data_end - ctx->data;

	if (offset > have || count > have - offset)
		return -1;
	memcpy(to, (const uint8_t *)(uintptr_t)ctx->data + offset, count);
	return 0;
}

long bpf_xdp_adjust_tail(struct xdp_md *ctx, int more)
{
	assert(more < 0 && (uint32_t)-more < ctx->data_end - ctx->data);
	ctx->data_end -= (uint32_t)-more;
	return 0;
}

struct bpf_sock *bpf_skc_lookup_tcp(struct xdp_md *ctx, struct bpf_sock_tuple *tuple, uint32_t size, uint64_t netns,
                                    uint64_t flags)
{
	static struct bpf_sock any;

	(void)ctx;
	assert(size == sizeof tuple->ipv4 || size == sizeof tuple->ipv6);
	assert(netns == (uint64_t)BPF_F_CURRENT_NETNS && flags == 0 && !held);
	held = has_socket;
	return has_socket ? &any : NULL;
}

long bpf_sk_release(struct bpf_sock *socket)
{
	assert(socket && held);
	held = false;
	return 0;
}

/* ---- a run ---- */

void native_has_socket(bool has)
{
	has_socket = has;
}

struct mst_xdp_wanted *native_wanted(void)
{
	static bool writable;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = (uintptr_t)&wanted / page * page, past = (uintptr_t)(&wanted + 1);

	if (!writable)
		assert(mprotect((void *)first, past - first, PROT_READ | PROT_WRITE) == 0);
	writable = true;
	return &wanted;
}

static uint8_t *make_room(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), bytes = (NATIVE_FRAME_MAX / page + 1) * page;
	void *room = mmap(LOW, bytes + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	assert(room == LOW && mprotect(room, bytes, PROT_READ | PROT_WRITE) == 0);
	return (uint8_t *)room + bytes;
}

/* An answer is shown as the record that it would be. */
static void take_answer(void)
{
	struct mst_xdp_record *record = (struct mst_xdp_record *)record_bytes;

	if (state.read == state.taken)
		return;
	assert(state.taken == state.read + 1 && answer.number == state.taken);
	state.read = state.taken;
	*record = (struct mst_xdp_record){ .at_ns = answer.at_ns, .wire_bytes = answer.count, .count = answer.count };
	memcpy(record->bytes, answer.bytes, answer.count);
	records++;
}

bool native_run(const uint8_t *frame, size_t count)
{
	struct xdp_md ctx = { 0 };
	bool passed;

	assert(count <= NATIVE_FRAME_MAX);
	if (!end_of_room)
		end_of_room = make_room();
	ctx.data = (uint32_t)(uintptr_t)(end_of_room - count);
	ctx.data_end = (uint32_t)(uintptr_t)end_of_room;
	memcpy(end_of_room - count, frame, count);
	records = 0;
	passed = hand_over(&ctx) == XDP_PASS;
	take_answer();
	assert(!held);
	return passed;
}

int native_records(void)
{
	return records;
}

const struct mst_xdp_record *native_record(void)
{
	return (const struct mst_xdp_record *)record_bytes;
}
