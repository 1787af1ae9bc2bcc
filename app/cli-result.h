/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include "app/cli-options.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-transcriber.h"

/* Writes one kind of file about the recording @input to @path, in the way that was asked for. */
CtStatus cli_result_write (const CliOptions *asked,
                           const CtScore *score,
                           const CtAnalysis *analysis,
                           const char *input,
                           CliFile kind,
                           const char *path) CT_MUST_USE;

#endif
