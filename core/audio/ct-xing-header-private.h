/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_XING_HEADER_PRIVATE_H
#define CT_XING_HEADER_PRIVATE_H

#include <stdint.h>

#include "core/audio/ct-sound-head-private.h"
#include "core/audio/ct-sound-links-private.h"
#include "core/base/ct-status.h"

/* MP3 without a Xing header, which says how many frames there are, is taken to be as dense everywhere as it begins, and
 * what is beyond the length that this gives is not read: puts a frame with such a header before @link. @out->bytes
 * stays NULL where the frames of that were not counted. The caller frees it. */
CtStatus ct_xing_header_add (int fd, const CtSoundLink *link, CtSoundHead *out) CT_MUST_USE;

#endif
