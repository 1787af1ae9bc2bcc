/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_RECORDING_H
#define CLI_RECORDING_H

#include <stdint.h>

#include "app/cli-options.h"
#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-transcriber.h"

/* What is said of a recording: one line without its name, which the caller frees; NULL: not enough memory. */

/* What kept the one at @path (NULL: it could not be read at all) from being transcribed. @scratch_bytes: what is
 * unpacked of it may take; 0: that is not known. */
char *cli_recording_dup_failure (const CliOptions *options, const char *path, CtStatus status, int64_t scratch_bytes);

/* That its stems were multiplied by @gain, which is less than 1. */
char *cli_recording_dup_gain (float gain);

/* Says what is wrong with one that could be read all the same, and which of its sound streams was: calls @say, which
 * frees the text (NULL: not enough memory), for each. */
void cli_recording_warn (const CliOptions *options,
                         const CtAnalysis *analysis,
                         void (*say) (void *data, char *text),
                         void *data);

#endif
