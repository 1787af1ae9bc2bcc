/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TRANSCRIBE_H
#define CLI_TRANSCRIBE_H

#include "app/cli-options.h"

/* Transcribes all recordings and says on standard error how it went. Returns the exit status. */
int cli_transcribe_run (const CliOptions *options);

#endif
