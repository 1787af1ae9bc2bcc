/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_RECORDER_PRIVATE_H
#define CT_RECORDER_PRIVATE_H

#include <stddef.h>

#include "core/audio/ct-recorder.h"
#include "core/base/ct-status.h"

/* A recorder without a device, for tests: @options->rate_hz and channels must be set. ct_recorder_feed() takes the
 * place of PortAudio's callback, from one thread. */
CtStatus ct_recorder_new_fed (const char *path, const CtRecorderOptions *options, CtRecorder **out) CT_MUST_USE;

/* @samples: [@n][channels]; NULL: silence. Safe in an audio callback. */
void ct_recorder_feed (CtRecorder *self, const float *samples, size_t n);

#endif
