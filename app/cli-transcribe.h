/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TRANSCRIBE_H
#define CLI_TRANSCRIBE_H

#include "app/cli-options.h"

/* Transcribes all recordings, reports on standard error, and returns the exit status. */
int cli_transcribe_run (const CliOptions *options);

#endif
