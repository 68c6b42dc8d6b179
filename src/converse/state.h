/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * state.h - an interview as the files that help it see it (interview.h), what a port does, and how long it is waited
 * for. They change it and return what is to be done next; interview.c does it.
 */
#ifndef MST_CONVERSE_STATE_H
#define MST_CONVERSE_STATE_H

#include "converse/certificate.h"
#include "converse/connection.h"
#include "converse/means.h"
#include "dialogue/list.h"

enum mst_stage {
	MST_STAGE_LIMITED, /* it connects later: a limit was met */
	MST_STAGE_CONNECTING,
	MST_STAGE_LISTENING, /* the server may speak first */
	MST_STAGE_SHAKING,   /* hands, for TLS */
	MST_STAGE_TALKING,
	MST_STAGE_COMPARING, /* connecting to a port that is not in use */
	MST_STAGE_OVER,      /* what was found out is in the draft */
};

struct mst_interview {
	struct mst_interview_means *means;
	struct mst_open_port port;
	uint32_t host; /* index in means->hosts */
	enum mst_stage stage;
	uint64_t until_ns;   /* of this stage; on the monotonic clock */
	uint64_t end_ns;     /* of all of them */
	uint64_t begun_ns;   /* the connection */
	uint64_t limited_ns; /* how long it waited for limits of this machine */
	uint64_t rtt_ns;
	struct mst_connection line;
	const struct mst_dialogue *of_port, *dialogue; /* NULL: none, none yet */
	uint64_t tried[MST_DIALOGUE_COUNT / 64 + 1];   /* dialogues, by index; in TLS anew */
	unsigned connections, datagrams;               /* how many were made, and sent */
	unsigned banner_by;                            /* the connection that brought the banner; 0: none */
	unsigned strangers;                            /* dialogues that were chosen without a reason */
	unsigned accepted;                             /* of the ports that are not in use */
	const char *speaks;                            /* of MST_SERVICE_SPEAKS; NULL: it was never connected to */
	bool wants_tls;                                /* the next connection, or this one, begins with TLS */
	bool tried_tls, in_tls;                        /* TLS was tried; it is what the port speaks from the start */
	bool looks_tls;                                /* it has sent records of TLS */
	bool is_secure;                                /* it is counted as one that begins with TLS */
	bool shook_again;                              /* its handshake took too long, once */
	bool peeked;                                   /* at the first bytes of this connection in TLS */
	bool no_h2, no_alpn;                           /* are not offered any more */
	bool guesses;                                  /* the dialogue, or TLS, was chosen without a reason */
	bool patient;                                  /* a web server was waited for as long as may be */
	bool plain_refused;                            /* HTTP in clear brought an error: in TLS it may be better */
	bool connected, asked, known, silent, suspect, compared;
	struct mst_certificate_name subject;
	struct mst_talk talk;
	size_t sent; /* of talk.out */
	struct mst_service_draft draft;
};

enum mst_next {
	MST_NEXT_WAIT,    /* for the socket, or the end of the stage */
	MST_NEXT_TALK,    /* the dialogue begins */
	MST_NEXT_TLS,     /* TLS begins */
	MST_NEXT_CONNECT, /* once more, as `wants_tls` and `dialogue` say */
	MST_NEXT_TRY,     /* this brought nothing more: what else is there to try */
	MST_NEXT_LIMITED, /* a limit of this machine was met */
	MST_NEXT_OVER,
};

/* Begins a stage, with its longest time: no longer than that of the interview. */
void mst_state_enter(struct mst_interview *interview, enum mst_stage stage, uint64_t at_most_ns, uint64_t now_ns);

bool mst_state_is_udp(const struct mst_interview *interview);

/* Whether only the first bytes are wanted. */
bool mst_state_is_brief(const struct mst_interview *interview);

/* Whether the port has sent something. */
bool mst_state_has_data(const struct mst_interview *interview);

/* How long a server that may speak first is listened to: at least as long as its bytes need. */
uint64_t mst_state_listening_ns(const struct mst_interview *interview);

/* How long a silence lasts until it is one. */
uint64_t mst_state_silence_ns(const struct mst_interview *interview);

/* Likewise in a handshake, for which the other end must compute. */
uint64_t mst_state_handshake_ns(const struct mst_interview *interview);

/* What the port did: its line has ended, or its silence was one; bytes have come; these are its first bytes. */
void mst_state_note_end(struct mst_interview *interview);
void mst_state_note_bytes(struct mst_interview *interview);
void mst_state_keep_banner(struct mst_interview *interview, const uint8_t *bytes, size_t size);

#endif
