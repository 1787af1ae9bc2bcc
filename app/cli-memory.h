/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include "app/cli-options.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-transcriber.h"

/* Lists, learns or forgets timbres of a memory file, reports on standard error, and returns the exit status. */
int cli_memory_run (const CliOptions *options);

/* Reads the file that --memory names, or leaves *@known as it is; reports an error. */
CtStatus cli_memory_load (const CliOptions *options, CtKnownTimbres **known);

/* Gives tracks of @score that are recognised their names. @known may be NULL. */
CtStatus cli_memory_recognise (const CtKnownTimbres *known,
                               CtTranscriber *transcriber,
                               const CtAnalysis *analysis,
                               CtScore *score);

/* Says on standard error who was recognised in the recording @input. */
void cli_memory_say_recognised (const char *input, const CtScore *score);

#endif
