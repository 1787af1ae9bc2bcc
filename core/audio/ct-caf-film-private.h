/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CAF_FILM_PRIVATE_H
#define CT_CAF_FILM_PRIVATE_H

#include <stdint.h>

#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"

/* GStreamer does not read CAF, but what loops and voice memos hold there (AAC, Apple Lossless, MP3) it reads in MP4:
 * makes such a film, without a name, of the packets of the file @fd, of @n_bytes. *@out is NULL where the file is
 * something else; else the caller closes it.
 *
 * Returns CT_STATUS_OK; CT_STATUS_DAMAGED where packets cannot be told apart, CT_STATUS_UNSUPPORTED_AUDIO,
 * CT_STATUS_TOO_LARGE, CT_STATUS_READ_FAILED, CT_STATUS_NO_SPACE or CT_STATUS_NO_MEMORY.
 *
 * ISO/IEC 14496-12 (boxes), 14496-14 (esds), QuickTime File Format Specification (sound sample descriptions). */
CtStatus ct_caf_film_make (int fd, int64_t n_bytes, CtScratchFile **out) CT_MUST_USE;

#endif
