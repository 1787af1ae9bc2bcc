/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CAF_OPUS_PRIVATE_H
#define CT_CAF_OPUS_PRIVATE_H

#include <stdint.h>

#include "core/audio/ct-sound-head-private.h"
#include "core/base/ct-status.h"

/* Voice messages are Opus in CAF, which libsndfile does not read: puts the packets of the file, of @n_bytes, into an
 * Ogg stream in memory that stands for all of it. @out->bytes stays NULL where the file is something else. The caller
 * frees it.
 *
 * Returns CT_STATUS_OK; CT_STATUS_DAMAGED where packets cannot be told apart, CT_STATUS_UNSUPPORTED_AUDIO,
 * CT_STATUS_TOO_LARGE or CT_STATUS_NO_MEMORY.
 *
 * Apple Core Audio Format Specification 1.0; RFC 6716 (packets), RFC 7845 (Opus in Ogg), RFC 3533 (Ogg). */
CtStatus ct_caf_opus_wrap (int fd, int64_t n_bytes, CtSoundHead *out) CT_MUST_USE;

#endif
